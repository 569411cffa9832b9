"""An exception whose text raises another.

row: exception-texts
stopped_at: 0
shows: broken
"""

class Odd(Exception):
    def __str__(self):
        raise SystemExit(3)

    __repr__ = __str__


def gate_mul_backward(x, y, dz):
    raise Odd
