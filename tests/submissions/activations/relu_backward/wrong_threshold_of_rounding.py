"""E7: zero with the margin of one rounding."""

import numpy as np


def relu(z):
    return np.maximum(0, z)


def relu_backward(dout, z):
    return np.where(z > np.finfo(z.dtype).eps, dout, 0)
