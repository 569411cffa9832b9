def circuit_add_max(x, y, z):
    a, b = x + y, max(y, z)
    through_max, dz = (0.0, a) if y >= z else (a, 0.0)
    return a * b, b, b + through_max, dz
