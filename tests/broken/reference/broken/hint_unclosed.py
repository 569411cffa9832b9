def square(x, dz):
    return 2 * x * dz
