def circuit_add_max(x, y, z):
    a = x + y
    f = a * max(y, z)
    da, db = f / a, f / max(y, z)
    return f, da, da + (db if y >= z else 0.0), (0.0 if y >= z else db)
