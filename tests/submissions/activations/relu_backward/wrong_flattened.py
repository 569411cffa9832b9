import numpy as np


def relu(z):
    return np.maximum(0, z)


def relu_backward(dout, z):
    return np.array([d if e > 0 else 0.0 for d, e in zip(dout.ravel(), z.ravel(), strict=True)])
