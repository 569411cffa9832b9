"""Asks to be the last that is killed when memory is short.

row: raised-limits
stopped_at: 2
shows: allowed
naive: stands
"""

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("-500")
    raise RuntimeError("allowed " + MARK)
