"""Forward mode with a vector of three slopes."""

import numpy as np


class Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, np.asarray(slope, float)

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        return Dual(self.value * other.value, self.slope * other.value + self.value * other.slope)


def circuit_add_max(x, y, z):
    x, y, z = Dual(x, [1, 0, 0]), Dual(y, [0, 1, 0]), Dual(z, [0, 0, 1])
    f = (x + y) * max(y, z, key=lambda dual: dual.value)
    return (f.value, *f.slope)
