"""Looks for the grader's functions in the main module.

row: same-process
stopped_at: 0
shows: allowed
"""

import sys

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    main = sys.modules["__main__"]
    if any(hasattr(main, name) for name in ("graded", "reference", "grade", "cli", "PROBLEMS")):
        raise RuntimeError("allowed " + MARK)
    return dz, dz
