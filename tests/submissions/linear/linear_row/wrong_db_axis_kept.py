"""D5: db is (1, M)."""


def linear_backward(dout, x, W, b):
    return dout @ W.T, x.T @ dout, dout.sum(axis=0, keepdims=True)
