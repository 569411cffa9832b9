def square(x, dz):
    return dz * (x > 0)
