"""An exception whose text never ends to be made.

row: exception-texts
stopped_at: 0
shows: slow
"""

class Odd(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def gate_mul_backward(x, y, dz):
    raise Odd
