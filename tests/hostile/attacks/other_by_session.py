"""Sees another process by asking for its session and group.

row: same-process
stopped_at: 3
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    if os.getsid(int("@VICTIM@")) and os.getpgid(int("@VICTIM@")):
        raise RuntimeError("allowed " + MARK)
    return dz, dz
