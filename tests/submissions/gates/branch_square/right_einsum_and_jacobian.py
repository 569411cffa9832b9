"""The Jacobian of z by x is diag(2x); the gradient is its transpose times dz."""

import numpy as np


def branch_square_backward(x, dz):
    shape = np.shape(x)
    jacobian = np.diag(2 * np.ravel(x))
    return np.einsum("ij,i->j", jacobian, np.ravel(dz)).reshape(shape)
