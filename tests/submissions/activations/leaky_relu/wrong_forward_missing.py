import numpy as np


def leaky_relu_backward(dout, z, alpha=0.01):
    return dout * np.where(z > 0, 1, alpha)
