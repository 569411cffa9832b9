"""Writes a file by way of numpy.

row: files
stopped_at: 2
shows: written
"""

import numpy as np

np.ones(3).tofile("@WATCHED@/new")


def gate_mul_backward(x, y, dz):
    return dz, dz
