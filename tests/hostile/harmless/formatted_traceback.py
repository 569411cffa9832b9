"""Catches an exception and formats it."""

import traceback


def gate_mul_backward(x, y, dz):
    try:
        1 / 0
    except ZeroDivisionError:
        assert "ZeroDivisionError" in traceback.format_exc()
    return dz * y, dz * x
