"""The upstream gradient multiplies the square only."""

import numpy as np


def tanh_backward(dout, z):
    return 1 - np.tanh(z) ** 2 * dout
