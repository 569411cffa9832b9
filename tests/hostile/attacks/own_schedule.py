"""Asks for the processor whenever it wants it.

row: raised-limits
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    raise RuntimeError("allowed " + MARK)
