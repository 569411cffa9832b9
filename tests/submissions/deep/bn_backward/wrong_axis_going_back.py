import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    sigma = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) / sigma
    return gamma * xhat + beta, (xhat, gamma, sigma)


def batchnorm_backward(dout, cache):
    xhat, gamma, sigma = cache
    dxhat = dout * gamma
    along = (dxhat * xhat).mean(axis=1, keepdims=True)
    dx = (dxhat - dxhat.mean(axis=1, keepdims=True) - xhat * along) / sigma
    return dx, (dout * xhat).sum(axis=1), dout.sum(axis=1)
