"""A regular expression that takes hours and holds the interpreter's lock.

row: stopping
stopped_at: 0
shows: slow
"""

import re


def gate_mul_backward(x, y, dz):
    re.match("(a+)+$", "a" * 60 + "b")
    return dz, dz
