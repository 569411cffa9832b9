"""Reads an address that is none.

row: bombs
stopped_at: 0
shows: broken
"""

import ctypes


def gate_mul_backward(x, y, dz):
    ctypes.string_at(8)
    return dz, dz
