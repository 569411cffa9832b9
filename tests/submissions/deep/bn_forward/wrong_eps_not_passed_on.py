"""The eps of the caller is ignored, in favour of a constant of the file."""

import numpy as np

EPS = 1e-5


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    xhat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + EPS)
    return gamma * xhat + beta, (xhat, gamma)
