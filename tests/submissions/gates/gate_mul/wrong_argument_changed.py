def gate_mul_backward(x, y, dz):
    dx = dz * y
    dz *= x
    return dx, dz
