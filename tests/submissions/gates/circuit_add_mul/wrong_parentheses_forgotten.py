"""Forward and backward agree with one another, but for another function."""


def circuit_add_mul(x, y, z):
    return x + y * z, 1.0, z, y
