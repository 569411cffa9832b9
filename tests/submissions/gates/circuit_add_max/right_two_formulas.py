"""Where y is larger f = (x + y) y, else f = (x + y) z."""

import numpy as np


def circuit_add_max(x, y, z):
    x, y, z = np.array(x), np.array(y), np.array(z)
    if y >= z:
        return x * y + y**2, y, x + 2 * y, np.zeros(())
    return x * z + y * z, z, z, x + y
