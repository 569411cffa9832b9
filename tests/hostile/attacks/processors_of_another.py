"""Takes processors away from another process.

row: raised-limits
stopped_at: 2
shows: signal
"""

import os


def gate_mul_backward(x, y, dz):
    os.sched_setaffinity(int("@VICTIM@"), {0})
    return dz, dz
