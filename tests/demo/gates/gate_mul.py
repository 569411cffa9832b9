def gate_mul_backward(x, y, dz):
    dx = dz * y
    dy = dz * x
    return dx, dy
