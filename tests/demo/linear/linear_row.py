import numpy as np


def linear_backward(dout, x, W, b):
    dx = dout @ W.T
    dW = x.T @ dout
    db = np.sum(dout, axis=0, keepdims=True)
    return dx, dW, db
