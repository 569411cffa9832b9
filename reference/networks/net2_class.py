"""net2-class: forward keeps what backward will need, backward walks the two layers in reverse."""

import numpy as np


class TwoLayerNet:
    """out = max(0, X @ W1 + b1) @ W2 + b2, one sample a row; D inputs, H hidden units, M outputs.

    Parameters W1 (D, H), b1 (H,), W2 (H, M), b2 (M,); gradients dW1, db1, dW2, db2 in the same shapes.

    Source: Backpropagation and computation graphs, "exercises", exercise 8.
    """

    def __init__(self, input_dim, hidden_dim, output_dim):
        """Draw the weights with the variance 2 / inputs that suits ReLU; the biases start at 0."""
        rng = np.random.default_rng(0)
        self.W1 = rng.normal(size=(input_dim, hidden_dim)) * np.sqrt(2 / input_dim)
        self.b1 = np.zeros(hidden_dim)
        self.W2 = rng.normal(size=(hidden_dim, output_dim)) * np.sqrt(2 / hidden_dim)
        self.b2 = np.zeros(output_dim)

    def forward(self, X):
        """Return out (N, M) for X (N, D), and keep X, Z1 and A1 for backward."""
        self.X = X
        self.Z1 = X @ self.W1 + self.b1
        self.A1 = np.maximum(0, self.Z1)
        return self.A1 @ self.W2 + self.b2

    def backward(self, dL_dout):
        """Set dW1, db1, dW2, db2 from dL_dout (N, M); each is a sum over the N samples of the batch."""
        self.dW2 = self.A1.T @ dL_dout
        self.db2 = dL_dout.sum(axis=0)
        dA1 = dL_dout @ self.W2.T
        self.dZ1 = dA1 * (self.Z1 > 0)
        self.dW1 = self.X.T @ self.dZ1
        self.db1 = self.dZ1.sum(axis=0)
