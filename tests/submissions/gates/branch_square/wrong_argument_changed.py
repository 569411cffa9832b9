def branch_square_backward(x, dz):
    dz *= 2 * x
    return dz
