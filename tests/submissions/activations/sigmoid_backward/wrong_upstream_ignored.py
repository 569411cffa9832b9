"""B1."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_backward(dout, z):
    a = sigmoid(z)
    return a * (1 - a)
