"""Imports a package that is installed, though not for submissions.

row: libraries
stopped_at: 0
shows: allowed
"""

MARK = "@MARK@"

try:
    import yaml  # noqa: F401

    found = True
except ImportError:
    found = False
if found:
    raise RuntimeError("allowed " + MARK)


def gate_mul_backward(x, y, dz):
    return dz, dz
