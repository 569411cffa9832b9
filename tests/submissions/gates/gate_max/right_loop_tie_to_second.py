import numpy as np


def gate_max_backward(x, y, dz):
    x, y, dz = np.asarray(x), np.asarray(y), np.asarray(dz)
    dx, dy = np.zeros(x.shape), np.zeros(y.shape)
    for i in np.ndindex(x.shape):
        if x[i] > y[i]:
            dx[i] = dz[i]
        else:
            dy[i] = dz[i]
    return [dx, dy]
