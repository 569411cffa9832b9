"""H1: one exponential less, and inf / inf at -800 only."""

import numpy as np


def tanh_backward(dout, z):
    e = np.exp(-2 * z)
    return dout * (1 - ((1 - e) / (1 + e)) ** 2)
