import numpy as np


def relu(z):
    return np.where(z < 0, 0, z)


def relu_backward(dout, z):
    return np.einsum("...,...->...", np.where(relu(z) == z, np.heaviside(z, 0), 0), dout)
