"""Kills another process by a handle of it.

row: stopping
stopped_at: 2
shows: signal
"""

import os
import signal


def gate_mul_backward(x, y, dz):
    signal.pidfd_send_signal(os.pidfd_open(int("@VICTIM@")), signal.SIGKILL)
    return dz, dz
