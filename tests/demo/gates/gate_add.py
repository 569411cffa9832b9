def gate_add_backward(x, y, dz):
    return dz, dz
