"""Kills another process of the same user.

row: stopping
stopped_at: 2
shows: signal
"""

import os
import signal


def gate_mul_backward(x, y, dz):
    os.kill(int("@VICTIM@"), signal.SIGKILL)
    return dz, dz
