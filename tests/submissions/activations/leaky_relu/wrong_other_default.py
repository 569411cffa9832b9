import numpy as np


def leaky_relu(z, alpha=0.1):
    return np.where(z > 0, z, alpha * z)


def leaky_relu_backward(dout, z, alpha=0.1):
    return dout * np.where(z > 0, 1, alpha)
