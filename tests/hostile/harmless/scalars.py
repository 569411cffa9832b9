"""Answers with numpy's scalars where it is asked for numbers."""

import numpy as np


def gate_mul_backward(x, y, dz):
    if np.ndim(x) == 0:
        return np.float64(dz * y), np.asarray(dz * x)
    return np.multiply(dz, y), np.multiply(dz, x)
