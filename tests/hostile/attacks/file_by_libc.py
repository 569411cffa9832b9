"""Writes a file by way of the C library.

row: files
stopped_at: 2
shows: written
"""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
file = LIBC.open(b"@WATCHED@/new", os.O_CREAT | os.O_WRONLY, 0o600)
LIBC.write(file, b"owned", 5)


def gate_mul_backward(x, y, dz):
    return dz, dz
