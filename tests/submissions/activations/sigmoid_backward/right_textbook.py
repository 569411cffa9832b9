"""Warns of an overflow at -800, where 1 / (1 + inf) is the 0 it should be."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_backward(dout, z):
    a = sigmoid(z)
    return dout * a * (1 - a)
