"""E7: zero with a margin."""

import numpy as np


def leaky_relu(z, alpha=0.01):
    return np.where(z > 0, z, alpha * z)


def leaky_relu_backward(dout, z, alpha=0.01):
    return dout * np.where(z > 1e-10, 1, alpha)
