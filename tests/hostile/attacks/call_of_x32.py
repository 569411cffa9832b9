"""Makes a system call by the numbers of the third kind of programs.

row: foreign-calls
stopped_at: 2
shows: allowed
naive: stands
"""

import ctypes
import os

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)


def gate_mul_backward(x, y, dz):
    for number in (39, 41):  # getpid, socket
        got = LIBC.syscall(0x40000000 | number, 2, 1, 0)
        if got > 2 and (number != 39 or got == os.getpid()):
            raise RuntimeError("allowed " + MARK)
    return dz, dz
