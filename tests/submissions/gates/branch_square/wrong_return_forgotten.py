def branch_square_backward(x, dz):
    dx = dz * x
    dx = dx + dz * x  # noqa: F841
