import numpy as np


def square(x, dz):
    return np.sign(x) + x, dz
