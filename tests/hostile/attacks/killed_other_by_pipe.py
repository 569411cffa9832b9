"""Has the kernel send another process a signal when a pipe is written to.

row: stopping
stopped_at: 2
shows: signal
"""

import fcntl
import os
import signal

F_SETSIG = 10


def gate_mul_backward(x, y, dz):
    read, write = os.pipe()
    fcntl.fcntl(read, fcntl.F_SETOWN, int("@VICTIM@"))
    fcntl.fcntl(read, F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(read, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.write(write, b"x")
    return dz, dz
