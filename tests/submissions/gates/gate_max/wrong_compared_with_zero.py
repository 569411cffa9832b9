"""Takes each input through a ReLU of its own."""


def gate_max_backward(x, y, dz):
    return dz * (x > 0), dz * (y > 0)
