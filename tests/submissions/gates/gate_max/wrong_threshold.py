"""E7: x has to be larger by a little."""

import numpy as np


def gate_max_backward(x, y, dz):
    x_wins = np.greater(x, np.add(y, 1e-9))
    return x_wins * dz, ~x_wins * dz
