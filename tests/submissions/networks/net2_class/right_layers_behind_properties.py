"""The parameters live in layers; the net's attributes lead there."""

import numpy as np


class Affine:
    def __init__(self, fan_in, fan_out):
        self.W = np.random.default_rng(1).uniform(-0.1, 0.1, (fan_in, fan_out))
        self.b = np.zeros((fan_out,))

    def forward(self, a):
        self.a = a
        return a @ self.W + self.b

    def backward(self, dz):
        self.dW, self.db = self.a.T @ dz, np.ones(len(dz)) @ dz
        return dz @ self.W.T


class ReLU:
    def forward(self, z):
        self.alive = (z > 0).astype(z.dtype)
        return z * self.alive

    def backward(self, da):
        return da * self.alive


def attribute_of(layer, name):
    def read(net):
        return getattr(net.layers[layer], name)

    def write(net, value):
        setattr(net.layers[layer], name, value)

    return property(read, write)


class TwoLayerNet:
    W1, b1, dW1, db1 = (attribute_of(0, name) for name in ("W", "b", "dW", "db"))
    W2, b2, dW2, db2 = (attribute_of(2, name) for name in ("W", "b", "dW", "db"))

    def __init__(self, input_dim, hidden_dim, output_dim):
        self.layers = [Affine(input_dim, hidden_dim), ReLU(), Affine(hidden_dim, output_dim)]

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dL_dout):
        for layer in reversed(self.layers):
            dL_dout = layer.backward(dL_dout)
        return dL_dout
