"""Changes the limits of another process.

row: raised-limits
stopped_at: 2
shows: signal
"""

import resource


def gate_mul_backward(x, y, dz):
    resource.prlimit(int("@VICTIM@"), resource.RLIMIT_NOFILE, (16, 16))
    return dz, dz
