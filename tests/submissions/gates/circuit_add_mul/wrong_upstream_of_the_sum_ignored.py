def circuit_add_mul(x, y, z):
    a = x + y
    return a * z, 1.0, 1.0, a
