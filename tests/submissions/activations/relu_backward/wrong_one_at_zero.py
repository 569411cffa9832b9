"""E3: the customary mask z < 0 lets the gradient through at z = 0."""

import numpy as np


def relu(z):
    return np.maximum(0, z)


def relu_backward(dout, z):
    dz = dout.copy()
    dz[z < 0] = 0
    return dz
