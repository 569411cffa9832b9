"""A5: the minus of exp(-z) is lost on the way."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_backward(dout, z):
    a = sigmoid(z)
    return dout * a * (a - 1)
