"""Opens a counter of what processors do.

row: foreign-calls
stopped_at: 2
shows: allowed
"""

import ctypes
import struct

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
PERF_EVENT_OPEN, SOFTWARE = 298, 1


def gate_mul_backward(x, y, dz):
    wanted = ctypes.create_string_buffer(struct.pack("<IIQ", SOFTWARE, 112, 0), 112)
    if LIBC.syscall(PERF_EVENT_OPEN, wanted, 0, -1, -1, 0) >= 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
