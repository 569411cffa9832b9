import numpy as np


def relu(z):
    return (np.abs(z) + z) / 2


def relu_backward(dout, z):
    return dout * np.sign(relu(z))
