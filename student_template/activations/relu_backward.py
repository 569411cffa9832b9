"""relu-backward: ReLU and its backward pass."""

import numpy as np


def relu(z):
    """Return max(0, z) for every entry of z.

    z:       float64 array of shape (N, M)
    returns: array of shape (N, M)
    """
    raise NotImplementedError("relu-backward: write relu")


def relu_backward(dout, z):
    """Return dz, the gradient of the loss L at z, for a = relu(z); the derivative at z = 0 is taken as 0.

    dout: dL/da, the upstream gradient, shape (N, M)
    z:    what went into the ReLU, shape (N, M)
    dz:   dL/dz, shape (N, M)
    """
    raise NotImplementedError("relu-backward: write relu_backward")
