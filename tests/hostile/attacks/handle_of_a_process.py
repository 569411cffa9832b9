"""Takes a handle of another process.

row: kernel-objects
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    os.pidfd_open(int("@VICTIM@"))
    raise RuntimeError("allowed " + MARK)
