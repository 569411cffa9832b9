"""H1: inf / inf at 800."""

import numpy as np


def tanh_backward(dout, z):
    a = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return dout * (1 - a**2)
