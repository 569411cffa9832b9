"""linear-row: the backward pass of a linear layer, samples in rows."""

import numpy as np


def linear_backward(dout, x, W, b):
    """Return (dx, dW, db), the gradients of the loss L at the inputs of out = x @ W + b.

    dout: dL/dout, the upstream gradient, shape (N, M)
    x:    the batch, one sample a row, shape (N, D)
    W, b: the parameters, shapes (D, M) and (M,)
    dx, dW, db: dL/dx, dL/dW and dL/db, shapes (N, D), (D, M) and (M,)
    """
    raise NotImplementedError("linear-row: write linear_backward")
