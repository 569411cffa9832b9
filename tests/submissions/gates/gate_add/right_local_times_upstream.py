import numpy as np


def gate_add_backward(x, y, dz):
    local_x = np.ones(np.shape(x))
    local_y = np.ones(np.shape(y))
    return np.multiply(local_x, dz), np.einsum("...,...->...", local_y, dz)
