def circuit_add_mul(x, y, z):
    a = x + y
    f = a * z
    da, dz = a, z
    return f, da, da, dz
