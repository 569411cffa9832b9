def circuit_add_mul(x, y, z):
    return [(x + y) * z, z, z, x + y]
