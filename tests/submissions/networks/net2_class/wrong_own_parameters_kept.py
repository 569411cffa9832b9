"""The layers hold on to the arrays of the constructor: an assignment to net.W1 does not reach them."""

import numpy as np


class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, output_dim):
        self.W1 = np.random.randn(input_dim, hidden_dim) * 0.01
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, output_dim) * 0.01
        self.b2 = np.zeros(output_dim)
        self.layers = (self.W1, self.b1), (self.W2, self.b2)

    def forward(self, X):
        (W1, b1), (W2, b2) = self.layers
        self.X = X
        self.z1 = X @ W1 + b1
        self.a1 = np.maximum(0, self.z1)
        return self.a1 @ W2 + b2

    def backward(self, dL_dout):
        W2 = self.layers[1][0]
        self.dW2 = self.a1.T @ dL_dout
        self.db2 = dL_dout.sum(axis=0)
        dz1 = (dL_dout @ W2.T) * (self.z1 > 0)
        self.dW1 = self.X.T @ dz1
        self.db1 = dz1.sum(axis=0)
