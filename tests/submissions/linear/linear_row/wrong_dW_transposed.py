"""D1: the formula of the column convention, with W (M, D)."""


def linear_backward(dout, x, W, b):
    return dout @ W.T, dout.T @ x, dout.sum(axis=0)
