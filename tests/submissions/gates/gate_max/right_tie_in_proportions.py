"""At ties the share differs from entry to entry."""

import numpy as np


def gate_max_backward(x, y, dz):
    tie_share = np.linspace(0, 1, np.size(x)).reshape(np.shape(x))
    share = np.where(np.equal(x, y), tie_share, np.greater(x, y))
    return share * dz, dz - share * dz
