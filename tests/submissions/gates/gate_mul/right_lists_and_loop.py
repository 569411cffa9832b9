import numpy as np


def gate_mul_backward(x, y, dz):
    x, y, dz = np.asarray(x), np.asarray(y), np.asarray(dz)
    dx, dy = np.zeros(x.shape), np.zeros(y.shape)
    for i in np.ndindex(x.shape):
        dx[i] = dz[i] * y[i]
        dy[i] = dz[i] * x[i]
    return [dx, dy]
