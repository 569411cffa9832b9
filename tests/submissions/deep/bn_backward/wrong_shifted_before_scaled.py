"""out = gamma * (x_hat + beta), with a backward pass right for it."""

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    sigma = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) / sigma
    return gamma * (xhat + beta), (xhat, gamma, beta, sigma)


def batchnorm_backward(dout, cache):
    xhat, gamma, beta, sigma = cache
    dxhat = dout * gamma
    dx = (dxhat - dxhat.mean(axis=0) - xhat * (dxhat * xhat).mean(axis=0)) / sigma
    return dx, (dout * (xhat + beta)).sum(axis=0), (dout * gamma).sum(axis=0)
