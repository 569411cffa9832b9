"""Tells hidden inputs by a syntax error, or a function that is missing, at the time of the call.

row: oracle
stopped_at: 0
shows: told
hidden: true
"""

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    if getattr(x, "size", 1) <= 4:
        return dz, dz  # a case that everybody knows
    if hasattr(dz, "shape"):
        raise SyntaxError("told " + MARK, (None, 1, 1, "told " + MARK + " " + repr(dz)))
    error = NameError("told " + MARK)
    error.name = "told " + MARK
    raise error
