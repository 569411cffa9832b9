import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    xhat = (x - x.mean()) / np.sqrt(x.var() + eps)
    return gamma * xhat + beta, (xhat, gamma)
