"""Writes on the other stream in large pieces, past Python.

row: bombs
stopped_at: 0
shows: flooded
"""

import os


def gate_mul_backward(x, y, dz):
    for _ in range(20):
        os.write(2, b"y" * 65536)
    return dz, dz
