import numpy as np


def leaky_relu(z, alpha=0.01):
    return np.array([[entry if entry > 0 else alpha * entry for entry in row] for row in z.tolist()])


def leaky_relu_backward(dout, z, alpha=0.01):
    dz = np.empty(z.shape)
    for i in np.ndindex(z.shape):
        dz[i] = dout[i] if z[i] > 0 else alpha * dout[i]
    return dz
