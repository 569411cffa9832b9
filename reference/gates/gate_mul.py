"""gate-mul: each input gets the upstream gradient times the other input."""


def gate_mul_backward(x, y, dz):
    """Return (dx, dy) for z = x * y; all floats, or arrays of one shape (N, M).

    dL/dx = dL/dz * y and dL/dy = dL/dz * x: the local derivative of a product with respect to one
    factor is the other factor, so a multiply gate swaps its inputs and scales them by dz.

    Source: Backpropagation and computation graphs, "gates and how they share out the gradient".
    """
    return dz * y, dz * x
