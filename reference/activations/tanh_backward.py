"""tanh-backward: the upstream gradient times 1 - tanh(z)^2."""

import numpy as np


def tanh_backward(dout, z):
    """Return dz (N, M) for a = tanh(z), from dout = dL/da and z, both (N, M).

    The slope of tanh at z is 1 - a^2: 1 at z = 0, and next to nothing once a is near 1 or -1. As tanh
    acts on every entry by itself, dL/dz is the product of dL/da and this slope, entry by entry.

    Source: Backpropagation and computation graphs, "backpropagation through an activation function".
    """
    a = np.tanh(z)
    return dout * (1 - a**2)
