"""Seizes another process without stopping it.

row: parent-memory
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
PTRACE_SEIZE = 0x4206


def gate_mul_backward(x, y, dz):
    if LIBC.ptrace(PTRACE_SEIZE, int("@VICTIM@"), None, None) == 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
