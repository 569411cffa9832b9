"""Leaves a process behind and kills whoever would have ended it.

row: left-over
stopped_at: 2
shows: process
"""

import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(20)
    os._exit(0)
try:
    command = open(f"/proc/{os.getppid()}/cmdline").read()
except OSError:
    command = "guest.zygote"
if "guest.zygote" in command:
    os.kill(os.getppid(), signal.SIGKILL)


def gate_mul_backward(x, y, dz):
    return dz, dz
