"""A constant for dz1: what is built on it earns nothing, however rightly."""

import numpy as np


def two_layer_relu_sse(x, y, W1, b1, W2, b2):
    z1 = W1 @ x + b1
    h = np.maximum(0, z1)
    o = W2 @ h + b2
    L = 0.5 * np.sum((o - y) ** 2)
    do = o - y
    dW2 = np.outer(do, h)
    dz1 = np.ones_like(z1)
    dW1 = np.outer(dz1, x)
    return L, {"W1": dW1, "b1": dz1, "W2": dW2, "b2": do, "x": W1.T @ dz1, "do": do, "dz1": dz1}
