"""H5: one-sided differences, all entries in one go; right to seven digits."""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_backward(dout, z, h=2e-7):
    return dout * (sigmoid(z + h) - sigmoid(z)) / h
