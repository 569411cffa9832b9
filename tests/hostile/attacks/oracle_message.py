"""Tells hidden inputs by an exception's text.

row: oracle
stopped_at: 0
shows: told
hidden: true
"""

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    raise ValueError("told " + MARK + " " + repr(x))
