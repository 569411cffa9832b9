"""bn-backward: batch normalisation, forward and backward."""

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    """Return (out, cache) of batch normalisation, one sample a row.

    x:           a batch, shape (N, D)
    gamma, beta: the scale and the shift of each column, shape (D,)
    eps:         a positive float, added to the variance
    out:         the normalised, scaled and shifted batch, shape (N, D)
    cache:       whatever batchnorm_backward needs
    """
    raise NotImplementedError("bn-backward: write batchnorm_forward")


def batchnorm_backward(dout, cache):
    """Return (dx, dgamma, dbeta), the gradients of the loss L at x, gamma and beta.

    dout:  dL/dout, the upstream gradient, shape (N, D)
    cache: what batchnorm_forward returned beside out
    dx:    dL/dx, shape (N, D)
    dgamma, dbeta: dL/dgamma and dL/dbeta, shape (D,)
    """
    raise NotImplementedError("bn-backward: write batchnorm_backward")
