"""B1: the local derivatives alone, as if dout were all ones."""

import numpy as np


def linear_backward(dout, x, W, b):
    ones = np.ones_like(dout)
    return ones @ W.T, x.T @ ones, ones.sum(axis=0)
