"""Joins the namespaces of another process.

row: kernel-objects
stopped_at: 2
shows: allowed
"""

import ctypes
import os

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)


def gate_mul_backward(x, y, dz):
    if LIBC.setns(os.open("/proc/@VICTIM@/ns/ipc", os.O_RDONLY), 0) == 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
