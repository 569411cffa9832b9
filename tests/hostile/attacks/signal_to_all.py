"""Asks whether it may signal everybody; it does not do it.

row: stopping
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    os.kill(-1, 0)
    raise RuntimeError("allowed " + MARK)
