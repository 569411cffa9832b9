"""Redirects what it prints, and reads it back."""

import contextlib
import io


def gate_mul_backward(x, y, dz):
    with contextlib.redirect_stdout(io.StringIO()) as said:
        print("x")
    assert said.getvalue() == "x\n"
    return dz * y, dz * x
