"""Changes who may read a file of the user's.

row: files
stopped_at: 2
shows: written
"""

import os

os.chmod("@WATCHED@/kept.txt", 0o777)


def gate_mul_backward(x, y, dz):
    return dz, dz
