"""Saves memory by keeping only out, and divides by gamma."""

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    sigma = np.sqrt(x.var(axis=0) + eps)
    out = gamma * (x - x.mean(axis=0)) / sigma + beta
    return out, (out, gamma, beta, sigma)


def batchnorm_backward(dout, cache):
    out, gamma, beta, sigma = cache
    xhat = (out - beta) / gamma
    dxhat = dout * gamma
    dx = (dxhat - dxhat.mean(axis=0) - xhat * (dxhat * xhat).mean(axis=0)) / sigma
    return dx, (dout * xhat).sum(axis=0), dout.sum(axis=0)
