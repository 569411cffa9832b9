"""Each sample is normalised over its columns."""

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    sigma = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    xhat = (x - x.mean(axis=1, keepdims=True)) / sigma
    return gamma * xhat + beta, (xhat, gamma, sigma)


def batchnorm_backward(dout, cache):
    xhat, gamma, sigma = cache
    dxhat = dout * gamma
    dx = dxhat - dxhat.mean(axis=1, keepdims=True) - xhat * (dxhat * xhat).mean(axis=1, keepdims=True)
    return dx / sigma, (dout * xhat).sum(axis=0), dout.sum(axis=0)
