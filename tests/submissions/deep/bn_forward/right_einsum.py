import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    n = x.shape[0]
    centred = x - np.einsum("nd->d", x) / n
    inverse = 1 / np.sqrt(np.einsum("nd,nd->d", centred, centred) / n + eps)
    out = np.einsum("nd,d,d->nd", centred, inverse, gamma) + beta
    return out, {"centred": centred, "inverse": inverse, "gamma": gamma}
