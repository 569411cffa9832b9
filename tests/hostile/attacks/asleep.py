"""Sleeps for ever.

row: stopping
stopped_at: 0
shows: slow
"""

import time


def gate_mul_backward(x, y, dz):
    time.sleep(1e6)
    return dz, dz
