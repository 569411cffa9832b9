"""Leaves another program behind, which shares nothing with what started it.

row: left-over
stopped_at: 0
shows: process
deserves: 5
"""

import os

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 100)
        os.chdir("/")
        os.execve("/bin/sleep", ["sleep", "20"], {})
    os._exit(0)


def gate_mul_backward(x, y, dz):
    return dz * y, dz * x
