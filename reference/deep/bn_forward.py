"""bn-forward: each column loses its mean, is divided by its deviation, and is scaled and shifted anew."""

import numpy as np


def magnification(x, eps):
    """How far rounding errors of x grow in x_hat, column by column: max|x| / sqrt(var + eps); x (N, D)."""
    return np.abs(x).max(axis=0) / np.sqrt(x.var(axis=0) + eps)


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    """Return (out, cache) for x (N, D), gamma and beta (D,); out has the shape of x.

    Mean and variance are taken down each column, over the N samples of the batch. The variance is the
    biased one, and eps inside the root keeps a constant column from dividing by zero.

    Source: Backpropagation and computation graphs, "exercises", exercise 6.
    """
    mu = x.mean(axis=0)
    var = ((x - mu) ** 2).mean(axis=0)
    sigma = np.sqrt(var + eps)
    x_hat = (x - mu) / sigma
    return gamma * x_hat + beta, (x_hat, gamma, sigma)
