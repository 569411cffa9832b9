"""A gradient at z has the shape of z: only shared parameters collect over the rows."""

import numpy as np


def tanh_backward(dout, z):
    return (dout * (1 - np.tanh(z) ** 2)).sum(axis=0)
