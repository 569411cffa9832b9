"""Cuts a file of the user's without opening it.

row: files
stopped_at: 2
shows: written
"""

import os

os.truncate("@WATCHED@/kept.txt", 0)


def gate_mul_backward(x, y, dz):
    return dz, dz
