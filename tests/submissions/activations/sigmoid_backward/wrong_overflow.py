"""H1: inf / inf at 800."""

import numpy as np


def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


def sigmoid_backward(dout, z):
    a = sigmoid(z)
    return dout * a * (1 - a)
