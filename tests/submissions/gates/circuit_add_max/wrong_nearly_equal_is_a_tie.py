import numpy as np


def circuit_add_max(x, y, z):
    a, b = x + y, max(y, z)
    t = 0.5 if np.isclose(y, z) else float(y > z)
    return a * b, b, b + t * a, (1 - t) * a
