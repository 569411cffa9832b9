"""At a tie the max gate gives out 5a and -4a: their sum is right, neither is a share."""


def circuit_add_max(x, y, z):
    a, b = x + y, max(y, z)
    t = 5.0 if y == z else float(y > z)
    return a * b, b, b + t * a, (1 - t) * a
