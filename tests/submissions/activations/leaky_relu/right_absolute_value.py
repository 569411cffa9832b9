import numpy as np


def leaky_relu(z, alpha=0.01):
    return ((1 + alpha) * z + (1 - alpha) * np.abs(z)) / 2


def leaky_relu_backward(dout, z, alpha=0.01):
    return dout * (alpha + (1 - alpha) * np.sign(np.maximum(z, 0)))
