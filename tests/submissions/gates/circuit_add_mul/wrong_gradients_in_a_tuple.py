def circuit_add_mul(x, y, z):
    a = x + y
    return a * z, (z, z, a)
