import numpy as np


class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.tensordot(self.x, dout, axes=(0, 0))
        self.db = np.sum(dout, axis=0, keepdims=True).reshape(self.b.shape)
        return np.tensordot(dout, self.W, axes=(1, 1))


def linear_backward(dout, x, W, b):
    layer = Linear(W, b)
    layer.forward(x)
    dx = layer.backward(dout)
    return dx, layer.dW, layer.db
