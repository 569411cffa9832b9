"""Takes x back from z, and loses its sign."""


def branch_square_backward(x, dz):
    z = x * x
    return 2 * z**0.5 * dz
