"""The whole Jacobian, a diagonal matrix, times the upstream gradient."""

import numpy as np


def tanh_backward(dout, z):
    J = np.diag(1 - np.tanh(z.ravel()) ** 2)
    return (J.T @ dout.ravel()).reshape(z.shape)
