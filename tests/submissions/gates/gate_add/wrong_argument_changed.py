"""Uses x as the place to put dx, which only arrays notice."""


def gate_add_backward(x, y, dz):
    dx = x
    dx *= 0
    dx += dz
    return dx, dz
