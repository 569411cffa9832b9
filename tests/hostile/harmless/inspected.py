"""Looks at its own source."""

import inspect


def gate_mul_backward(x, y, dz):
    assert "dz" in inspect.signature(gate_mul_backward).parameters
    assert "def gate" in inspect.getsource(gate_mul_backward)
    return dz * y, dz * x
