import math

import numpy as np


def tanh_backward(dout, z):
    dz = np.zeros_like(z)
    for n in range(z.shape[0]):
        for m in range(z.shape[1]):
            a = math.tanh(z[n, m])
            dz[n, m] = dout[n, m] * (1.0 - a * a)
    return dz
