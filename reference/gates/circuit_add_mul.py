"""circuit-add-mul: forward and backward through f = (x + y) z."""


def circuit_add_mul(x, y, z):
    """Return (f, dx, dy, dz): f = (x + y) * z and its derivatives with respect to x, y and z; all floats.

    Backwards from df/df = 1: the multiply gate gives each factor the other one, and the add gate hands
    what reaches a to both x and y.

    Source: Backpropagation and computation graphs, "a simple example".
    """
    a = x + y
    f = a * z
    da, dz = z, a
    dx, dy = da, da
    return f, dx, dy, dz
