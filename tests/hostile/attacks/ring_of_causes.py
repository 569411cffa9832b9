"""Exceptions that are each other's cause.

row: exception-texts
stopped_at: 0
shows: broken
naive: stands
"""

def gate_mul_backward(x, y, dz):
    errors = [ValueError(str(number)) for number in range(3)]
    for number in range(3):
        errors[number].__cause__ = errors[number].__context__ = errors[number - 1]
    raise errors[0]
