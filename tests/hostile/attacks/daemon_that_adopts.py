"""A child that adopts orphans of its own, with children that outlive it.

row: left-over
stopped_at: 0
shows: process
deserves: 5
"""

import ctypes
import os
import time

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36

if os.fork() == 0:
    LIBC.prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0)
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    os.setsid()
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(20)
            os._exit(0)
    time.sleep(20)
    os._exit(0)


def gate_mul_backward(x, y, dz):
    return dz * y, dz * x
