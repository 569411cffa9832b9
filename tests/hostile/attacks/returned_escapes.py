"""Answers whose class, text and keys are codes.

row: escape-codes
stopped_at: 0
shows: control
naive: stands
"""

ODD = type("\x1b[2J\u202e", (), {"__repr__": lambda self: "\x1b[2J"})


def gate_mul_backward(x, y, dz):
    return {"\x1b[2J": ["\x1b[31m" * 1000, ODD()]}, ODD()
