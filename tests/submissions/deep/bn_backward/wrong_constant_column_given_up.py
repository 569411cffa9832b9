import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    sigma = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) / sigma
    return gamma * xhat + beta, (xhat, gamma, sigma, x.std(axis=0))


def batchnorm_backward(dout, cache):
    """A column without variance gets no gradient."""
    xhat, gamma, sigma, sd = cache
    dxhat = dout * gamma
    dx = (dxhat - dxhat.mean(axis=0) - xhat * (dxhat * xhat).mean(axis=0)) / sigma
    return np.where(sd > 1e-12, dx, 0.0), (dout * xhat).sum(axis=0), dout.sum(axis=0)
