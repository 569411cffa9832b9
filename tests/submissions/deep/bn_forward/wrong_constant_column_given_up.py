"""A column without variance is taken to need no work: its entries are handed through."""

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu, var = x.mean(axis=0), x.var(axis=0)
    out = np.where(var > 1e-12, gamma * (x - mu) / np.sqrt(var + eps) + beta, x)
    return out, None
