"""Works in place on copies."""

import copy

import numpy as np


def gate_mul_backward(x, y, dz):
    dx, dy = np.array(dz, dtype=float), copy.deepcopy(dz)
    dx *= y
    dy = dy * x
    return dx, dy
