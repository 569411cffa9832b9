def sqaure(x, dz):
    return 2 * x * dz
