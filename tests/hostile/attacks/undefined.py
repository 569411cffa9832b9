"""Undefined and infinite numbers.

row: odd-values
stopped_at: 0
shows: points
naive: stands
"""

import numpy as np


def gate_mul_backward(x, y, dz):
    return np.full(np.shape(x), np.nan), np.full(np.shape(y), np.inf)
