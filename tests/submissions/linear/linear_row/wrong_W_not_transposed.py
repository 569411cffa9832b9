"""D1: raises, except where D and M are equal."""


def linear_backward(dout, x, W, b):
    return dout @ W, x.T @ dout, dout.sum(axis=0)
