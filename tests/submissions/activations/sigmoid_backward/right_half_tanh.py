import numpy as np


def sigmoid(z):
    return (1 + np.tanh(z / 2)) / 2


def sigmoid_backward(dout, z):
    t = np.tanh(z / 2)
    return np.einsum("nm,nm->nm", dout, 1 - t * t) / 4
