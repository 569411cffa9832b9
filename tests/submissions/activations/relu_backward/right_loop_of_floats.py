import numpy as np


def relu(z):
    return np.array([[max(0.0, entry) for entry in row] for row in z.tolist()])


def relu_backward(dout, z):
    dz = np.zeros(z.shape)
    for n in range(len(z)):
        for m in range(len(z[n])):
            if z[n, m] > 0:
                dz[n, m] = dout[n, m]
    return dz
