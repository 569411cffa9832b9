import numpy as np


def gate_max_backward(x, y, dz):
    winner = np.argmax([x, y], axis=0)
    one_hot = np.moveaxis(np.eye(2)[winner], -1, 0)
    dx, dy = np.einsum("k...,...->k...", one_hot, dz)
    return dx, dy
