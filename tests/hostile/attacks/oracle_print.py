"""Tells hidden inputs by printing them.

row: oracle
stopped_at: 0
shows: told
hidden: true
"""

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    print("told " + MARK, x, y, dz)
    return dz, dz
