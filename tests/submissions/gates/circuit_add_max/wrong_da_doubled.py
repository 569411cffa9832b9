"""C2 in da: dx is twice what it should be, and dy is rightly built on it."""


def circuit_add_max(x, y, z):
    a, b = x + y, max(y, z)
    da, db = 2 * b, a
    return a * b, da, da + (db if y >= z else 0.0), 0.0 if y >= z else db
