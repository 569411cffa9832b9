"""An exception with thousands of causes behind it.

row: exception-texts
stopped_at: 0
shows: flooded
"""

def gate_mul_backward(x, y, dz):
    error = ValueError("x")
    for number in range(900):
        cause, error = error, ValueError("y" * 100 + str(number))
        error.__cause__ = cause
    raise error
