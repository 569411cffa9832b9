"""Asks to serve page faults itself, which holds the kernel in the middle of a call.

row: foreign-calls
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
USERFAULTFD, USER_MODE_ONLY = 323, 1


def gate_mul_backward(x, y, dz):
    if LIBC.syscall(USERFAULTFD, USER_MODE_ONLY) >= 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
