import numpy as np


def relu(z):
    return np.maximum(0, z)


def relu_backward(dout, z):
    return dout * (z >= 0)
