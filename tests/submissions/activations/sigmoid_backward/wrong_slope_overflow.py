"""H1: the value is right everywhere, the slope is inf / inf at -800."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_backward(dout, z):
    return dout * np.exp(-z) / (1 + np.exp(-z)) ** 2
