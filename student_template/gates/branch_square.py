"""branch-square: the backward pass of z = x * x."""

import numpy as np


def branch_square_backward(x, dz):
    """Return dx, the gradient of the loss L at x, for z = x * x.

    x:  a float, or a float64 array of shape (N, M)
    dz: dL/dz, the upstream gradient, shaped like z
    dx: dL/dx, shaped like x
    """
    raise NotImplementedError("branch-square: write branch_square_backward")
