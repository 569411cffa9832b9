"""Makes a namespace in which it would be the superuser.

row: kernel-objects
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWUSER = 0x10000000


def gate_mul_backward(x, y, dz):
    if LIBC.unshare(CLONE_NEWUSER) == 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
