"""bn-backward: x acts on the loss directly, through its mean and through its variance; the three add up."""

import numpy as np


def deviation(x, eps):
    """sqrt(var + eps) of each column of x (N, D)."""
    return np.sqrt(x.var(axis=0) + eps)


def magnification(x, eps):
    """How far rounding errors of x grow in x_hat, column by column: max|x| / sqrt(var + eps); x (N, D)."""
    return np.abs(x).max(axis=0) / deviation(x, eps)


def paths_to_x(dout, x, gamma, eps):
    """What reaches x (N, D) directly, over its mean and over its variance: (3, N, D), each still to be over sigma."""
    x_hat = (x - x.mean(axis=0)) / deviation(x, eps)
    dx_hat = dout * gamma
    through_mean = np.zeros_like(x) - dx_hat.mean(axis=0)
    return np.stack([dx_hat, through_mean, -x_hat * (dx_hat * x_hat).mean(axis=0)])


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    """Return (out, cache) for x (N, D), gamma and beta (D,); out has the shape of x."""
    mu = x.mean(axis=0)
    var = ((x - mu) ** 2).mean(axis=0)
    sigma = np.sqrt(var + eps)
    x_hat = (x - mu) / sigma
    return gamma * x_hat + beta, (x_hat, gamma, sigma)


def batchnorm_backward(dout, cache):
    """Return (dx, dgamma, dbeta), shapes (N, D), (D,) and (D,), for dout = dL/dout of shape (N, D).

    An entry of x reaches L over three paths: its own x_hat, the mean and the variance of its column.
    With g = dL/dx_hat = gamma * dout the first gives g / sigma; the mean takes off the mean of g, and the
    variance takes off x_hat times the mean of g * x_hat. gamma and beta serve all N rows, so their
    gradients are sums over the rows.

    Source: Backpropagation and computation graphs, "exercises", exercise 6.
    """
    x_hat, gamma, sigma = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / sigma
    return dx, dgamma, dbeta
