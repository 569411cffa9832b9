"""A syntax error with a place that is nowhere, and text that is none.

row: exception-texts
stopped_at: 0
shows: broken
naive: stands
"""

import numpy as np


def gate_mul_backward(x, y, dz):
    error = SyntaxError("x")
    error.filename, error.lineno, error.text, error.msg = None, np.zeros(3), 5, object()
    error.name = type("S", (), {"__eq__": lambda self, other: 1 / 0, "__hash__": lambda self: 1})()
    raise error
