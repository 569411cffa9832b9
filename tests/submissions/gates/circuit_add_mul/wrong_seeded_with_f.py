def circuit_add_mul(x, y, z):
    a = x + y
    f = a * z
    df = f
    return f, df * z, df * z, df * a
