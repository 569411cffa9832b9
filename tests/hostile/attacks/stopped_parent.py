"""Stops its parent, so that the one who waits for it waits on.

row: stopping
stopped_at: 2
shows: slow
"""

import os
import signal

try:
    command = open(f"/proc/{os.getppid()}/cmdline").read()
except OSError:
    command = "guest.zygote"
if os.getppid() and "guest.zygote" in command:
    os.kill(os.getppid(), signal.SIGSTOP)
os.kill(os.getpid(), signal.SIGSTOP)


def gate_mul_backward(x, y, dz):
    return dz, dz
