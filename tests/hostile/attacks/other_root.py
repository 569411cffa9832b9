"""Changes the root of its file system, which is how others got out of one.

row: kernel-objects
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    os.chroot("/")
    raise RuntimeError("allowed " + MARK)
