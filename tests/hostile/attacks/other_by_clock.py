"""Sees another process by the clock of its processor time.

row: same-process
stopped_at: 3
shows: allowed
"""

import time

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    if time.clock_gettime(~int("@VICTIM@") << 3 | 2) >= 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
