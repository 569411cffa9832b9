def circuit_add_mul(x, y, z):
    a = x + y
    da, dz = z, a
    return a * z, da * y, da * x, dz
