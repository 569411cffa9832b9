"""Sees another process by asking for its processors.

row: same-process
stopped_at: 3
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    if os.sched_getaffinity(int("@VICTIM@")):
        raise RuntimeError("allowed " + MARK)
    return dz, dz
