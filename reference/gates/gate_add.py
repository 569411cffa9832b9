"""gate-add: both inputs get the upstream gradient as it is."""


def gate_add_backward(x, y, dz):
    """Return (dx, dy) for z = x + y; all floats, or arrays of one shape (N, M).

    dL/dx = dL/dz * 1 and dL/dy = dL/dz * 1: both local derivatives of a sum are 1, so an add gate
    hands the same gradient to each of its inputs.

    Source: Backpropagation and computation graphs, "gates and how they share out the gradient".
    """
    return dz, dz
