"""bn-forward: the forward pass of batch normalisation."""

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    """Return (out, cache) of batch normalisation, one sample a row.

    x:           a batch, shape (N, D)
    gamma, beta: the scale and the shift of each column, shape (D,)
    eps:         a positive float, added to the variance
    out:         the normalised, scaled and shifted batch, shape (N, D)
    cache:       whatever a backward pass would need
    """
    raise NotImplementedError("bn-forward: write batchnorm_forward")
