import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    N = x.shape[0]
    centre = np.identity(N) - np.full((N, N), 1 / N)
    deviations = np.einsum("ik,kj->ij", centre, x)
    inverse = (np.einsum("ij,ij->j", deviations, deviations) / N + eps) ** -0.5
    xhat = deviations * inverse
    jacobians = np.einsum("j,ik->jik", inverse, centre) - np.einsum("j,ij,kj->jik", inverse / N, xhat, xhat)
    return np.einsum("ij,j->ij", xhat, gamma) + beta, (xhat, np.einsum("j,jik->jik", gamma, jacobians))


def batchnorm_backward(dout, cache):
    xhat, jacobians = cache
    return (
        np.einsum("ij,jik->kj", dout, jacobians),
        np.einsum("ij,ij->j", dout, xhat),
        np.einsum("ij->j", dout),
    )
