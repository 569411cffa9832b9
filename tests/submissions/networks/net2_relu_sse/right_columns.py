"""Real columns inside, (n, 1); flat again on the way out."""

import numpy as np


def two_layer_relu_sse(x, y, W1, b1, W2, b2):
    x, y, b1, b2 = (v[:, None] for v in (x, y, b1, b2))
    z1 = W1 @ x + b1
    h = np.where(z1 > 0, z1, 0)
    dL_do = W2 @ h + b2 - y
    dL_dz1 = np.where(z1 > 0, W2.T @ dL_do, 0)
    L = (dL_do.T @ dL_do).item() / 2
    grads = dict(W1=dL_dz1 @ x.T, b1=dL_dz1[:, 0], W2=dL_do @ h.T, b2=dL_do[:, 0], x=(W1.T @ dL_dz1)[:, 0])
    return L, grads
