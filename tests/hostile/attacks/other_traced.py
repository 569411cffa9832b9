"""Seizes another process as a debugger does.

row: parent-memory
stopped_at: 2
shows: signal
"""

import ctypes
import os
import time

LIBC = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH = 16


def gate_mul_backward(x, y, dz):
    LIBC.ptrace(PTRACE_ATTACH, int("@VICTIM@"), None, None)
    time.sleep(0.02)
    os._exit(0)
