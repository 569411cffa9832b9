import numpy as np


def leaky_relu(z, alpha=0.01):
    return np.maximum(0, z) + alpha * np.minimum(0, z)


def leaky_relu_backward(dout, z, alpha=0.01):
    return dout * (z > 0) + alpha * dout * (z <= 0)
