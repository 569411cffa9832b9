"""Moves a file of the user's.

row: files
stopped_at: 2
shows: written
"""

import os

os.rename("@WATCHED@/kept.txt", "@WATCHED@/moved.txt")


def gate_mul_backward(x, y, dz):
    return dz, dz
