def branch_square_backward(x, dz):
    dx = 0.0
    for other in (x, x):
        dx = dx + dz * other
    return dx
