"""Sets up a ring by which the kernel makes calls that no filter sees.

row: foreign-calls
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
IO_URING_SETUP = 425


def gate_mul_backward(x, y, dz):
    if LIBC.syscall(IO_URING_SETUP, 4, ctypes.byref((ctypes.c_uint32 * 30)())) >= 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
