def circuit_add_max(x, y, z):
    a, b = x + y, max(y, z)
    t = 0.25 if y == z else float(y > z)
    return a * b, b, b + t * a, (1 - t) * a
