import numpy as np


def relu(z):
    return np.maximum(0, z)


def relu_backward(dout, z):
    dz = dout.copy()
    dz[z <= 0] = 0
