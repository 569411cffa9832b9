"""H5: a complex step, which is exact to the last digit and takes a forward that can do with complex numbers."""

import numpy as np


def sigmoid(z):
    sign = np.where(np.real(z) >= 0, 1, -1)
    e = np.exp(-sign * z)
    return np.where(sign > 0, 1, e) / (1 + e)


def sigmoid_backward(dout, z):
    return dout * sigmoid(z + 1e-30j).imag / 1e-30
