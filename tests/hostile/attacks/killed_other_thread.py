"""Kills another process by way of its thread.

row: stopping
stopped_at: 2
shows: signal
"""

import ctypes
import signal

LIBC = ctypes.CDLL(None, use_errno=True)
TKILL, TGKILL = 200, 234


def gate_mul_backward(x, y, dz):
    LIBC.syscall(TKILL, int("@VICTIM@"), signal.SIGKILL)
    LIBC.syscall(TGKILL, int("@VICTIM@"), int("@VICTIM@"), signal.SIGKILL)
    return dz, dz
