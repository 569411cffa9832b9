import numpy as np


def gate_max_backward(x, y, dz):
    share = (1 + np.sign(np.subtract(x, y))) / 2
    return dz * share, dz * (1 - share)
