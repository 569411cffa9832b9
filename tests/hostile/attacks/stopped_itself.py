"""Stops itself.

row: stopping
stopped_at: 0
shows: slow
"""

import os
import signal


def gate_mul_backward(x, y, dz):
    os.kill(os.getpid(), signal.SIGSTOP)
    return dz, dz
