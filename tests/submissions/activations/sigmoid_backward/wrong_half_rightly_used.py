"""A constant for the sigmoid: what follows from it earns nothing."""

import numpy as np


def sigmoid(z):
    return np.full(z.shape, 0.3)


def sigmoid_backward(dout, z):
    a = sigmoid(z)
    return dout * a * (1 - a)
