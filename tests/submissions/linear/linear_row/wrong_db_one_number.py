"""D6: a sum without an axis."""

import numpy as np


def linear_backward(dout, x, W, b):
    return dout @ W.T, x.T @ dout, np.sum(dout)
