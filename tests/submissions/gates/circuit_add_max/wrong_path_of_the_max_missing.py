def circuit_add_max(x, y, z):
    a, b = x + y, max(y, z)
    dx, dy = b, b
    dz = a if z > y else 0.0
    return a * b, dx, dy, dz
