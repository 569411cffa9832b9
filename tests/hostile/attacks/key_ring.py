"""Puts a key where other processes could take it.

row: kernel-objects
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
ADD_KEY, OF_THE_PROCESS = 248, -2


def gate_mul_backward(x, y, dz):
    if LIBC.syscall(ADD_KEY, b"user", b"@MARK@", b"x", 1, OF_THE_PROCESS) > 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
