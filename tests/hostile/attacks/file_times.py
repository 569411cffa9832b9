"""Changes when a file of the user's was written.

row: files
stopped_at: 2
shows: written
"""

import os

os.utime("@WATCHED@/kept.txt", (1, 1))


def gate_mul_backward(x, y, dz):
    return dz, dz
