"""Mounts something, in a namespace of its own.

row: kernel-objects
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNS, CLONE_NEWUSER = 0x20000, 0x10000000


def gate_mul_backward(x, y, dz):
    if LIBC.unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0:
        if LIBC.mount(b"none", b"@WATCHED@", b"tmpfs", 0, None) == 0:
            raise RuntimeError("allowed " + MARK)
    return dz, dz
