"""Starts a program in a session of its own, without a fork that Python would see.

row: left-over
stopped_at: 0
shows: process
deserves: 5
"""

import os

try:
    os.posix_spawn("/bin/sleep", ["sleep", "20"], {}, setsid=True)
except OSError:
    pass


def gate_mul_backward(x, y, dz):
    return dz * y, dz * x
