"""A one-sided slope: less exact than backprop, and lost beside large numbers."""


def gate_add_backward(x, y, dz):
    h = 1e-5
    z = x + y
    return dz * (((x + h) + y - z) / h), dz * ((x + (y + h) - z) / h)
