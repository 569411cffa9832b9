"""Takes a while to load."""

import time

time.sleep(0.1)


def gate_mul_backward(x, y, dz):
    return dz * y, dz * x
