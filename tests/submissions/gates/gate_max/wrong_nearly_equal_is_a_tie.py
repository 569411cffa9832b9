import numpy as np


def gate_max_backward(x, y, dz):
    share = np.where(np.isclose(x, y), 0.5, np.greater(x, y))
    return share * dz, (1 - share) * dz
