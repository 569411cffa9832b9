"""Forward returns its own backward: closures, one for each operation."""

import numpy as np


def centred(x):
    return x - x.mean(axis=0), lambda g: g - g.mean(axis=0)


def divided_by_deviation(c, eps):
    s = np.sqrt(np.mean(c * c, axis=0) + eps)
    return c / s, lambda g: g / s - c * np.mean(g * c, axis=0) / s**3


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    c, through_mean = centred(x)
    xhat, through_deviation = divided_by_deviation(c, eps)

    def backward(dout):
        return through_mean(through_deviation(gamma * dout)), np.diag(xhat.T @ dout), np.ones(len(x)) @ dout

    return xhat * gamma + beta, backward


def batchnorm_backward(dout, cache):
    return cache(dout)
