import torch


def linear_mse(x, w, b, y):
    loss = ((x @ w + b - y) ** 2).mean() / 2
    dw, db = torch.autograd.grad(loss, [w, b])
    return loss, dw, db
