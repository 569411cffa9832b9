"""linear-row: each factor of a product gets the upstream gradient times the other factor, transposed."""


def linear_backward(dout, x, W, b):
    """Return (dx, dW, db) for out = x @ W + b; dout (N, M), x (N, D), W (D, M), b (M,).

    Every sample goes through the same W and b, so their gradients are sums over the N samples: the
    product x.T @ dout has that sum inside, for b it is written out. A row of dx sees only its own sample.

    Source: The BP module, "the backward pass by hand", step 1; Backpropagation and computation graphs,
    "backpropagation through a linear layer" (there with columns, which transposes everything).
    """
    dx = dout @ W.T
    dW = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dW, db
