"""Looks whether it has any of the superuser's rights.

row: raised-limits
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
CAPGET, VERSION = 125, 0x20080522


def gate_mul_backward(x, y, dz):
    header, sets = (ctypes.c_uint32 * 2)(VERSION, 0), (ctypes.c_uint32 * 6)()
    if LIBC.syscall(CAPGET, ctypes.byref(header), ctypes.byref(sets)) == 0 and any(sets):
        raise RuntimeError("allowed " + MARK)
    return dz, dz
