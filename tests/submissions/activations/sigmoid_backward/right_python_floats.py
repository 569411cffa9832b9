import math

import numpy as np


def one(z):
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-z))
    return math.exp(z) / (1.0 + math.exp(z))


def sigmoid(z):
    return np.array([[one(entry) for entry in row] for row in z.tolist()])


def sigmoid_backward(dout, z):
    dz = np.empty(z.shape)
    for n, row in enumerate(z.tolist()):
        for m, entry in enumerate(row):
            dz[n][m] = dout[n][m] * one(entry) * one(-entry)
    return dz
