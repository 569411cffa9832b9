"""Another function of that shape; the slope is computed from it as from a sigmoid."""

import numpy as np


def sigmoid(z):
    return 0.5 + 0.5 * z / (1 + np.abs(z))


def sigmoid_backward(dout, z):
    a = sigmoid(z)
    return dout * a * (1 - a)
