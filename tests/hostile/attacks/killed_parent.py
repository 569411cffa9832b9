"""Kills its parent.

row: stopping
stopped_at: 0
shows: signal
"""

import os
import signal

os.kill(os.getppid() or os.getpid(), signal.SIGKILL)


def gate_mul_backward(x, y, dz):
    return dz, dz
