"""gate-mul: the backward pass of a multiply gate."""

import numpy as np


def gate_mul_backward(x, y, dz):
    """Return (dx, dy), the gradients of the loss L at the two inputs of z = x * y.

    x, y: floats, or float64 arrays of the same shape (N, M)
    dz:   dL/dz, the upstream gradient, shaped like z
    dx, dy: dL/dx and dL/dy, shaped like x and y
    """
    raise NotImplementedError("gate-mul: write gate_mul_backward")
