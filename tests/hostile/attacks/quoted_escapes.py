"""A line of source with codes in it, which a report may quote.

row: escape-codes
stopped_at: 0
shows: control
"""

SOURCE = "raise ValueError('x')  # \x1b[2J\u202e"


def gate_mul_backward(x, y, dz):
    raise SyntaxError("no", ("gate_mul.py", 3, 1, SOURCE))
