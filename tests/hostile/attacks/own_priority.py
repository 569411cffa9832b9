"""Takes a priority over everybody else.

row: raised-limits
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    os.setpriority(os.PRIO_PROCESS, 0, -5)
    raise RuntimeError("allowed " + MARK)
