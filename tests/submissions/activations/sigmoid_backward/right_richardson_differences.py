"""H5: four points, so that almost all digits are right."""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_backward(dout, z, h=1e-2):
    def central(step):
        return (sigmoid(z + step) - sigmoid(z - step)) / (2 * step)

    return dout * (4 * central(h / 2) - central(h)) / 3
