"""Takes the priority of another process away.

row: raised-limits
stopped_at: 2
shows: signal
"""

import os


def gate_mul_backward(x, y, dz):
    os.setpriority(os.PRIO_PROCESS, int("@VICTIM@"), 15)
    return dz, dz
