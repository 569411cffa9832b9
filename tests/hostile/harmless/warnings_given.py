"""Warns, and divides by zero on the way."""

import warnings

import numpy as np


def gate_mul_backward(x, y, dz):
    warnings.warn("look out", stacklevel=1)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore")
        np.ones(3) / np.zeros(3)
    return dz * y, dz * x
