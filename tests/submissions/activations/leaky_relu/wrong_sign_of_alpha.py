"""E5: the falling branch of |z|, in both passes alike, so that they agree with one another."""

import numpy as np


def leaky_relu(z, alpha=0.01):
    return np.maximum(0, z) + alpha * np.maximum(0, -z)


def leaky_relu_backward(dout, z, alpha=0.01):
    return dout * np.where(z > 0, 1, -alpha)
