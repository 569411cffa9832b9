"""A process that is another one every few milliseconds.

row: left-over
stopped_at: 0
shows: process
deserves: 5
"""

import os
import time

if os.fork() == 0:
    os.setsid()
    for _ in range(400):
        if os.fork():
            os._exit(0)
        time.sleep(0.003)
    time.sleep(20)
    os._exit(0)


def gate_mul_backward(x, y, dz):
    return dz * y, dz * x
