"""Big-endian, transposed and strided results."""

import numpy as np


def gate_mul_backward(x, y, dz):
    dx = np.asarray(dz * y).astype(">f8")
    room = np.zeros((*np.shape(x), 2))
    room[..., 0] = dz * x
    return dx, np.asfortranarray(room[..., 0]) if np.ndim(x) else room[..., 0]
