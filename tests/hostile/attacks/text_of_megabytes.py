"""An exception with a text of megabytes.

row: exception-texts
stopped_at: 0
shows: flooded
"""

class Odd(Exception):
    def __str__(self):
        return "x" * 5_000_000


def gate_mul_backward(x, y, dz):
    raise Odd
