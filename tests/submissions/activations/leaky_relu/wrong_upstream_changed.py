"""I1: the right values, written over dout."""

import numpy as np


def leaky_relu(z, alpha=0.01):
    return np.where(z > 0, z, alpha * z)


def leaky_relu_backward(dout, z, alpha=0.01):
    dout[z <= 0] *= alpha
    return dout
