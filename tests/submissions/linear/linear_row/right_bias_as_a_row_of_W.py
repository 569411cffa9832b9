"""The bias is the last row of a larger W, met by a feature that is always 1."""

import numpy as np


def linear_backward(dout, x, W, b):
    x1 = np.hstack([x, np.ones((len(x), 1))])
    W1 = np.vstack([W, b])
    dx1 = dout @ W1.T
    dW1 = x1.T @ dout
    return dx1[:, :-1], dW1[:-1], dW1[-1]
