"""branch-square: a variable that is used twice gets the sum of two gradients."""


def branch_square_backward(x, dz):
    """Return dx for z = x * x; floats, or arrays of one shape (N, M).

    The multiply gate sends dz * x back along each of the two edges from x, and gradients that meet in
    a variable are added: dL/dx = dz * x + dz * x = dz * 2x.

    Source: Backpropagation and computation graphs, "branches and adding up gradients".
    """
    return dz * x + dz * x
