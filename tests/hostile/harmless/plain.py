"""Nothing odd at all."""


def gate_mul_backward(x, y, dz):
    return dz * y, dz * x
