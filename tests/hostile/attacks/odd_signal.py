"""Dies of a signal that has no name.

row: bombs
stopped_at: 0
shows: broken
"""

import os


def gate_mul_backward(x, y, dz):
    os.kill(os.getpid(), 40)
    return dz, dz
