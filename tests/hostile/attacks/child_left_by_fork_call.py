"""A process made by the newest call for it, past every wrapper, whose parent kills the one above.

row: left-over
stopped_at: 2
shows: process
deserves: 5
naive: stands
"""

import ctypes
import os
import signal
import time

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE3 = 435
request = (ctypes.c_uint64 * 11)()
request[4] = signal.SIGCHLD
if LIBC.syscall(CLONE3, ctypes.byref(request), ctypes.sizeof(request)) == 0:
    LIBC.setsid()
    if LIBC.fork() == 0:
        time.sleep(20)
    if "guest.zygote" in open(f"/proc/{int('@VICTIM@')}/cmdline").read():
        os.kill(os.getppid(), signal.SIGKILL)
    os._exit(0)


def gate_mul_backward(x, y, dz):
    return dz * y, dz * x
