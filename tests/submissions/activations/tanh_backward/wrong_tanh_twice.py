"""B4: the slope at a instead of the slope at z."""

import numpy as np


def tanh_derivative(x):
    return 1 - np.tanh(x) ** 2


def tanh_backward(dout, z):
    return dout * tanh_derivative(np.tanh(z))
