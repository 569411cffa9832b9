"""Both branches as z / x: 0 / 0 at zero, and z can overflow where dx does not."""


def branch_square_backward(x, dz):
    z = x * x
    return dz * z / x + dz * z / x
