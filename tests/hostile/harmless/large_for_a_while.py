"""Takes fifty megabytes for a moment."""

import numpy as np


def gate_mul_backward(x, y, dz):
    room = np.ones(50 << 17)
    assert room.sum() == 50 << 17
    return dz * y, dz * x
