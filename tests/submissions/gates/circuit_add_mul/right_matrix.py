"""A row of ones makes the sum, and its transpose hands the gradient out; all answers are 0-d arrays."""

import numpy as np


def circuit_add_mul(x, y, z):
    ones = np.ones((1, 2))
    a = ones @ np.array([[x], [y]])
    f = a * z
    dx, dy = (ones.T * z)[:, 0]
    return f[0, 0], np.array(dx), np.array(dy), np.array(a[0, 0])
