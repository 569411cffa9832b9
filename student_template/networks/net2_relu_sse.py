"""net2-relu-sse: a two-layer ReLU network with half the squared error, forward and backward."""

import numpy as np


def two_layer_relu_sse(x, y, W1, b1, W2, b2):
    """Return (L, grads) for z1 = W1 @ x + b1, h = max(0, z1), o = W2 @ h + b2, L = 1/2 sum (o - y)^2.

    x:      one sample, shape (D,)
    y:      its target, shape (M,)
    W1, b1: the first layer, shapes (H, D) and (H,)
    W2, b2: the second layer, shapes (M, H) and (M,)
    L:      the loss, a single number
    grads:  a dict with the keys "W1", "b1", "W2", "b2", "x": the gradient of L at each, in its shape;
            further keys are allowed
    """
    raise NotImplementedError("net2-relu-sse: write two_layer_relu_sse")
