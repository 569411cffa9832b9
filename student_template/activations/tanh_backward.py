"""tanh-backward: the backward pass of tanh."""

import numpy as np


def tanh_backward(dout, z):
    """Return dz, the gradient of the loss L at z, for a = tanh(z).

    dout: dL/da, the upstream gradient, float64 array of shape (N, M)
    z:    what went into the tanh, shape (N, M); entries such as 800 and -800 occur
    dz:   dL/dz, shape (N, M)
    """
    raise NotImplementedError("tanh-backward: write tanh_backward")
