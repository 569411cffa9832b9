"""H5: the slope of the own forward, entry by entry, by central differences."""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_backward(dout, z, h=1e-5):
    dz = np.zeros(z.shape)
    for i in np.ndindex(z.shape):
        above, below = z.copy(), z.copy()
        above[i] += h
        below[i] -= h
        dz[i] = np.sum(dout * (sigmoid(above) - sigmoid(below))) / (2 * h)
    return dz
