"""Leaves a process of a session of its own behind.

row: left-over
stopped_at: 0
shows: process
deserves: 5
"""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(20)
    os._exit(0)


def gate_mul_backward(x, y, dz):
    return dz * y, dz * x
