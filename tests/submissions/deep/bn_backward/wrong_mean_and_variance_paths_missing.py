import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    sigma = np.sqrt(x.var(axis=0) + eps)
    xhat = (x - x.mean(axis=0)) / sigma
    return gamma * xhat + beta, (xhat, gamma, sigma)


def batchnorm_backward(dout, cache):
    xhat, gamma, sigma = cache
    return dout * gamma / sigma, (dout * xhat).sum(axis=0), dout.sum(axis=0)
