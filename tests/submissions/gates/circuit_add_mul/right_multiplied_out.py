"""f = xz + yz: z is used twice, and adds up two gradients."""

import numpy as np


def circuit_add_mul(x, y, z):
    x, y, z = np.float64(x), np.float64(y), np.float64(z)
    f = x * z + y * z
    df = 1.0
    dx, dz_1 = df * z, df * x
    dy, dz_2 = df * z, df * y
    return f, dx, dy, dz_1 + dz_2
