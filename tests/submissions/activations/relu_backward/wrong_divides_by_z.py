"""H2: 0 / 0 at z = 0."""

import numpy as np


def relu(z):
    return np.maximum(0, z)


def relu_backward(dout, z):
    return dout * relu(z) / z
