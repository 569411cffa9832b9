"""Views that are terabytes large though they hold one number.

row: odd-values
stopped_at: 0
shows: broken
naive: stands
"""

import numpy as np


def gate_mul_backward(x, y, dz):
    return np.broadcast_to(1.0, (10**6, 10**6)), np.broadcast_to(np.float16(1), (10**7, 3))
