"""1 / cosh^2, which runs over to 1 / inf = 0 with a warning."""

import numpy as np


def tanh_backward(dout, z):
    return dout / np.cosh(z) ** 2
