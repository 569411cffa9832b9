"""A child keeps every pipe and socket open after the answer is given.

row: left-over
stopped_at: 0
shows: process
deserves: 5
"""

import os
import signal
import time

if os.fork() == 0:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    os.setsid()
    time.sleep(20)
    os._exit(0)


def gate_mul_backward(x, y, dz):
    return dz * y, dz * x
