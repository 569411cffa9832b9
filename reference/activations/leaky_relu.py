"""leaky-relu: the gradient passes whole where z was positive, and times alpha elsewhere."""

import numpy as np


def leaky_relu(z, alpha=0.01):
    """Return z where z > 0 and alpha * z elsewhere; z (N, M)."""
    return np.where(z > 0, z, alpha * z)


def leaky_relu_backward(dout, z, alpha=0.01):
    """Return dz (N, M) for a = leaky_relu(z, alpha), from dout = dL/da and z, both (N, M).

    The slope is 1 for z > 0 and alpha for z < 0; at z = 0 it is alpha by convention. The sign of z
    decides, and not that of a: for alpha < 0 every a is positive.

    Source: Backpropagation and computation graphs, "backpropagation through an activation function"
    and exercise 10.
    """
    return dout * np.where(z > 0, 1, alpha)
