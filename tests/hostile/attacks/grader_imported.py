"""Imports the grader's code.

row: same-process
stopped_at: 0
shows: allowed
naive: stands
"""

MARK = "@MARK@"

try:
    from grader import cases, grading  # noqa: F401

    found = True
except ImportError:
    found = False
if found:
    raise RuntimeError("allowed " + MARK)


def gate_mul_backward(x, y, dz):
    return dz, dz
