"""Decides once for the whole array."""

import numpy as np


def gate_max_backward(x, y, dz):
    if np.max(x) > np.max(y):
        return dz, 0 * dz
    return 0 * dz, dz
