def circuit_add_max(x, y, z):
    a, b = x + y, max(y, z)
    return a * b, b, b + a, a
