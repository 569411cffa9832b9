import numpy as np


def tanh_backward(dout, z):
    np.tanh(z, out=z)
    return dout * (1 - z**2)
