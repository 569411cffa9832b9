import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def sigmoid_backward(dout, z):
    e = np.exp(-np.clip(z, -300, 300))
    return dout * e / (1 + e) ** 2
