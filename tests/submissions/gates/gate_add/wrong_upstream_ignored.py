import numpy as np


def gate_add_backward(x, y, dz):
    return np.ones_like(x), np.ones_like(y)
