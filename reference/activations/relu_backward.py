"""relu-backward: the gradient passes where z was positive and stops elsewhere."""

import numpy as np


def relu(z):
    """Return max(0, z), entry by entry; z (N, M)."""
    return np.maximum(0, z)


def relu_backward(dout, z):
    """Return dz (N, M) for a = relu(z), from dout = dL/da and z, both (N, M).

    The slope is 1 for z > 0 and 0 for z < 0, so dL/dz is dL/da under the mask z > 0. This mask is 0 at
    z = 0 as well: that is the convention here.

    Source: Backpropagation and computation graphs, "backpropagation through an activation function".
    """
    return dout * (z > 0)
