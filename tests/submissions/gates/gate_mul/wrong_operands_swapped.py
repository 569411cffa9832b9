def gate_mul_backward(x, y, dz):
    return dz * x, dz * y
