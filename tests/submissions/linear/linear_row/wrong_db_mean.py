"""D7: a mean where a sum belongs, only in the bias."""


def linear_backward(dout, x, W, b):
    return dout @ W.T, x.T @ dout, dout.mean(axis=0)
