def gate_add_backward(x, y, dz):
    return dz * y, dz * x
