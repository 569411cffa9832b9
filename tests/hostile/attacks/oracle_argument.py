"""Tells hidden inputs by what it changes and what it returns.

row: oracle
stopped_at: 0
shows: told
hidden: true
naive: stands
"""

import numpy as np

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    if getattr(x, "size", 1) <= 4:
        return dz, dz  # a case that everybody knows
    if isinstance(x, np.ndarray):
        x[...] = 0
    return type("told " + MARK, (), {})(), ["told " + MARK, repr(dz)]
