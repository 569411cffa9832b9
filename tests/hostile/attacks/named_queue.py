"""Makes a queue of messages that has a name.

row: kernel-objects
stopped_at: 2
shows: allowed
"""

import ctypes
import os

MARK = "@MARK@"
RT = ctypes.CDLL(None, use_errno=True)


def gate_mul_backward(x, y, dz):
    if RT.mq_open(b"/@MARK@", os.O_CREAT | os.O_RDWR, 0o600, None) >= 0:
        RT.mq_unlink(b"/@MARK@")
        raise RuntimeError("allowed " + MARK)
    return dz, dz
