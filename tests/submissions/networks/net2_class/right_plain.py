import numpy as np


class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, output_dim):
        self.W1 = np.random.randn(input_dim, hidden_dim) * 0.01
        self.b1 = np.zeros(hidden_dim)
        self.W2 = np.random.randn(hidden_dim, output_dim) * 0.01
        self.b2 = np.zeros(output_dim)

    def forward(self, X):
        z1 = np.dot(X, self.W1) + self.b1
        mask = z1 > 0
        a1 = np.where(mask, z1, 0.0)
        self.cache = X, mask, a1
        return np.dot(a1, self.W2) + self.b2

    def backward(self, dL_dout):
        X, mask, a1 = self.cache
        self.dW2 = np.dot(a1.T, dL_dout)
        self.db2 = np.sum(dL_dout, axis=0)
        dz1 = np.dot(dL_dout, self.W2.T)
        dz1[~mask] = 0.0
        self.dW1 = np.dot(X.T, dz1)
        self.db1 = np.sum(dz1, axis=0)
        return {"W1": self.dW1, "b1": self.db1, "W2": self.dW2, "b2": self.db2}
