"""gate-add: the backward pass of an add gate."""

import numpy as np


def gate_add_backward(x, y, dz):
    """Return (dx, dy), the gradients of the loss L at the two inputs of z = x + y.

    x, y: floats, or float64 arrays of the same shape (N, M)
    dz:   dL/dz, the upstream gradient, shaped like z
    dx, dy: dL/dx and dL/dy, shaped like x and y
    """
    raise NotImplementedError("gate-add: write gate_add_backward")
