def branch_square_backward(x, dz):
    return 2 * dz
