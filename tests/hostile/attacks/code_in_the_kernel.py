"""Makes a map for programs that run in the kernel.

row: foreign-calls
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
BPF, BPF_MAP_CREATE, ARRAY = 321, 0, 2


def gate_mul_backward(x, y, dz):
    wanted = (ctypes.c_uint32 * 32)(ARRAY, 4, 4, 1)
    if LIBC.syscall(BPF, BPF_MAP_CREATE, ctypes.byref(wanted), ctypes.sizeof(wanted)) >= 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
