def branch_square_backward(x, dz):
    return dz * x
