"""E7: a unit that is barely alive counts as dead."""

import numpy as np


class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, output_dim):
        self.W1 = np.random.randn(input_dim, hidden_dim) * 0.01
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, output_dim) * 0.01
        self.b2 = np.zeros(output_dim)

    def forward(self, X):
        self.X = X
        self.z1 = X @ self.W1 + self.b1
        self.a1 = np.maximum(0, self.z1)
        return self.a1 @ self.W2 + self.b2

    def backward(self, dL_dout):
        self.dW2 = self.a1.T @ dL_dout
        self.db2 = dL_dout.sum(axis=0)
        dz1 = (dL_dout @ self.W2.T) * (self.z1 > 1e-9)
        self.dW1 = self.X.T @ dz1
        self.db1 = dz1.sum(axis=0)
