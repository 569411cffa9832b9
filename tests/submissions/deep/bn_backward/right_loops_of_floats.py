import math

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    out, cache = np.zeros(x.shape), []
    for j in range(x.shape[1]):
        column = [float(entry) for entry in x[:, j]]
        mean = sum(column) / len(column)
        sigma = math.sqrt(sum((entry - mean) ** 2 for entry in column) / len(column) + eps)
        xhat = [(entry - mean) / sigma for entry in column]
        out[:, j] = [gamma[j] * entry + beta[j] for entry in xhat]
        cache.append((xhat, sigma, float(gamma[j])))
    return out, cache


def batchnorm_backward(dout, cache):
    """Sum over the outputs i what each x_k does to x-hat_i."""
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for j, (xhat, sigma, scale) in enumerate(cache):
        for i in range(N):
            upstream = float(dout[i, j])
            dbeta[j] += upstream
            dgamma[j] += upstream * xhat[i]
            for k in range(N):
                local = ((1 if i == k else 0) - 1 / N - xhat[i] * xhat[k] / N) / sigma
                dx[k, j] += upstream * scale * local
    return dx, dgamma, dbeta
