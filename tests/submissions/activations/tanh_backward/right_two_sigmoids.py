import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def tanh_backward(dout, z):
    return 4 * dout * sigmoid(2 * z) * sigmoid(-2 * z)
