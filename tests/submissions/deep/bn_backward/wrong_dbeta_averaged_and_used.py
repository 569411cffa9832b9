"""D7: a mean for a sum in dbeta; dx is rightly built on it."""

import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu, var = np.mean(x, axis=0), np.var(x, axis=0)
    cache = {"x": x, "mu": mu, "var": var, "gamma": gamma, "eps": eps}
    return gamma * (x - mu) / np.sqrt(var + eps) + beta, cache


def batchnorm_backward(dout, cache):
    N = len(dout)
    sigma = np.sqrt(cache["var"] + cache["eps"])
    xhat = (cache["x"] - cache["mu"]) / sigma
    dbeta, dgamma = dout.mean(0), (xhat * dout).sum(0)
    dx = cache["gamma"] / (N * sigma) * (N * dout - dbeta - xhat * dgamma)
    return [dx, dgamma, dbeta]
