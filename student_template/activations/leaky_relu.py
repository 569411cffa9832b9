"""leaky-relu: leaky ReLU and its backward pass."""

import numpy as np


def leaky_relu(z, alpha=0.01):
    """Return z where z > 0 and alpha * z elsewhere.

    z:       float64 array of shape (N, M)
    alpha:   any float
    returns: array of shape (N, M)
    """
    raise NotImplementedError("leaky-relu: write leaky_relu")


def leaky_relu_backward(dout, z, alpha=0.01):
    """Return dz, the gradient of the loss L at z, for a = leaky_relu(z, alpha).

    dout:  dL/da, the upstream gradient, shape (N, M)
    z:     what went into leaky ReLU, shape (N, M); the derivative at z = 0 is taken as alpha
    alpha: any float
    dz:    dL/dz, shape (N, M)
    """
    raise NotImplementedError("leaky-relu: write leaky_relu_backward")
