"""net2-class: a two-layer network with its own forward and backward pass."""

import numpy as np


class TwoLayerNet:
    """out = max(0, X @ W1 + b1) @ W2 + b2, one sample a row; D inputs, H hidden units, M outputs.

    W1, b1, W2, b2:     the parameters, shapes (D, H), (H,), (H, M) and (M,)
    dW1, db1, dW2, db2: the gradients of the loss L, in the same shapes, set by backward
    """

    def __init__(self, input_dim, hidden_dim, output_dim):
        """Create W1, b1, W2 and b2; D, H, M = input_dim, hidden_dim, output_dim."""
        raise NotImplementedError("net2-class: write TwoLayerNet.__init__")

    def forward(self, X):
        """Return out, shape (N, M), for a batch X of shape (N, D)."""
        raise NotImplementedError("net2-class: write TwoLayerNet.forward")

    def backward(self, dL_dout):
        """Set dW1, db1, dW2 and db2 from dL_dout = dL/dout of the latest forward, shape (N, M)."""
        raise NotImplementedError("net2-class: write TwoLayerNet.backward")
