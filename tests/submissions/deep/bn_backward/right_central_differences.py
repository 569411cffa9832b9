"""dx by numerical differentiation: four points, a hundredth of the column's deviation apart."""

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    xhat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps)
    return gamma * xhat + beta, (x, gamma, beta, eps)


def batchnorm_backward(dout, cache):
    x, gamma, beta, eps = cache
    xhat, _ = batchnorm_forward(x, np.ones(gamma.shape), np.zeros(beta.shape), eps)
    step = 1e-2 * np.sqrt(x.var(axis=0) + eps)
    dx = np.zeros(x.shape)
    for i in range(len(x)):
        moved = np.zeros(x.shape)
        moved[i] = step

        def loss(times, moved=moved):
            out, _ = batchnorm_forward(x + times * moved, gamma, beta, eps)
            return np.sum(dout * out, axis=0)

        dx[i] = (8 * (loss(0.5) - loss(-0.5)) - (loss(1) - loss(-1))) / (6 * step)
    return dx, np.sum(dout * xhat, axis=0), np.sum(dout, axis=0)
