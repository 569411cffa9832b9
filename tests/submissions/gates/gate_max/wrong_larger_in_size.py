def gate_max_backward(x, y, dz):
    return dz * (abs(x) > abs(y)), dz * (abs(y) > abs(x))
