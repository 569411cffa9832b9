"""Loops over the samples, with nothing kept from forward but the batch; gradients in buffers made once."""

import numpy as np


class TwoLayerNet:
    def __init__(self, input_dim, hidden_dim, output_dim):
        self.W1, self.b1 = np.full((input_dim, hidden_dim), 0.1), np.full(hidden_dim, 0.1)
        self.W2, self.b2 = np.full((hidden_dim, output_dim), 0.1), np.full(output_dim, 0.1)
        self.dW1, self.db1 = np.empty_like(self.W1), np.empty_like(self.b1)
        self.dW2, self.db2 = np.empty_like(self.W2), np.empty_like(self.b2)

    def hidden(self, x):
        z = self.b1.copy()
        for d, value in enumerate(x):
            z += value * self.W1[d]
        return z

    def forward(self, X):
        self.batch = X.copy()
        out = []
        for x in self.batch:
            h = [max(0.0, float(z)) for z in self.hidden(x)]
            out.append(
                [sum(w * v for w, v in zip(self.W2[:, m], h, strict=True)) + b for m, b in enumerate(self.b2)]
            )
        return np.array(out)

    def backward(self, dL_dout):
        for gradient in (self.dW1, self.db1, self.dW2, self.db2):
            gradient.fill(0)
        for x, upstream in zip(self.batch, dL_dout, strict=True):
            for k, z in enumerate(self.hidden(x)):
                if z > 0:
                    back = self.W2[k] @ upstream
                    self.dW2[k] += z * upstream
                    self.dW1[:, k] += back * x
                    self.db1[k] += back
            self.db2 += upstream
