"""sigmoid-backward: the sigmoid and its backward pass."""

import numpy as np


def sigmoid(z):
    """Return the sigmoid of every entry of z.

    z:       float64 array of shape (N, M); entries such as 800 and -800 occur
    returns: array of shape (N, M)
    """
    raise NotImplementedError("sigmoid-backward: write sigmoid")


def sigmoid_backward(dout, z):
    """Return dz, the gradient of the loss L at z, for a = sigmoid(z).

    dout: dL/da, the upstream gradient, shape (N, M)
    z:    what went into the sigmoid, shape (N, M)
    dz:   dL/dz, shape (N, M)
    """
    raise NotImplementedError("sigmoid-backward: write sigmoid_backward")
