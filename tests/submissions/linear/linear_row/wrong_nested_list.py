def linear_backward(dout, x, W, b):
    return dout @ W.T, (x.T @ dout).tolist(), dout.sum(axis=0)
