"""Removes a file of the user's.

row: files
stopped_at: 2
shows: written
"""

import os

os.unlink("@WATCHED@/kept.txt")


def gate_mul_backward(x, y, dz):
    return dz, dz
