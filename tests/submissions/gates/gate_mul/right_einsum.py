import numpy as np


def gate_mul_backward(x, y, dz):
    return np.einsum("...,...->...", dz, y), np.einsum("...,...->...", x, dz)
