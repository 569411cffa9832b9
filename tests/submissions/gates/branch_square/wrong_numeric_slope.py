"""A central slope: less exact than backprop, and lost beside large numbers."""


def branch_square_backward(x, dz):
    h = 1e-5
    return dz * ((x + h) ** 2 - (x - h) ** 2) / (2 * h)
