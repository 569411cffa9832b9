def circuit_add_mul(x, y, z):
    a = x + y
    da = z
    return a * z, da / 2, da / 2, a
