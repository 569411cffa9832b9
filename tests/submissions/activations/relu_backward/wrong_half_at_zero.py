"""E3: the middle between both sides."""

import numpy as np


def relu(z):
    return np.maximum(0, z)


def relu_backward(dout, z):
    return dout * (1 + np.sign(z)) / 2
