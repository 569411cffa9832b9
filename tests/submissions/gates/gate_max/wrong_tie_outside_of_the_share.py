"""At ties the two gradients add up to dz, and still neither is a share of it."""

import numpy as np


def gate_max_backward(x, y, dz):
    share = np.where(np.equal(x, y), 5.0, np.greater(x, y))
    return share * dz, (1 - share) * dz
