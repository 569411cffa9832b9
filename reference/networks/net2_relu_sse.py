"""net2-relu-sse: back from the loss, each variable gets the upstream gradient times its local one."""

import numpy as np


def two_layer_relu_sse(x, y, W1, b1, W2, b2):
    """Return (L, grads) of a two-layer ReLU network on one sample, columns as arrays with one axis.

    x (D,), W1 (H, D), b1 (H,), W2 (M, H), b2 and y (M,). The half cancels the 2 of the square, so the
    walk starts with dL/do = o - y; ReLU lets a gradient through where z1 > 0 and stops it elsewhere.

    Source: Backpropagation and computation graphs, "complete example: a two-layer network".
    """
    z1 = W1 @ x + b1
    h = np.maximum(0, z1)
    o = W2 @ h + b2
    L = 0.5 * np.sum((o - y) ** 2)

    do = o - y
    dW2 = np.outer(do, h)
    db2 = do
    dh = W2.T @ do
    dz1 = dh * (z1 > 0)
    dW1 = np.outer(dz1, x)
    db1 = dz1
    dx = W1.T @ dz1
    return L, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2, "x": dx, "do": do, "dz1": dz1}
