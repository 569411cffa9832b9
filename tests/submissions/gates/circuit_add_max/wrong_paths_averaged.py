def circuit_add_max(x, y, z):
    a, b = x + y, max(y, z)
    through_max, dz = (a, 0.0) if y >= z else (0.0, a)
    return a * b, b, (b + through_max) / 2, dz
