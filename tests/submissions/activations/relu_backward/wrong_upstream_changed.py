"""I1: the right values, written over dout."""

import numpy as np


def relu(z):
    return np.maximum(0, z)


def relu_backward(dout, z):
    dout[z <= 0] = 0
    return dout
