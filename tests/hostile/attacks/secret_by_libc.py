"""Reads a secret by way of the C library, from another folder.

row: files
stopped_at: 2
shows: told
"""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)


def gate_mul_backward(x, y, dz):
    os.chdir(os.path.dirname("@SECRET@"))
    room = ctypes.create_string_buffer(200)
    LIBC.read(LIBC.open(b"secret.txt", 0), room, 199)
    raise ValueError(room.value.decode())
