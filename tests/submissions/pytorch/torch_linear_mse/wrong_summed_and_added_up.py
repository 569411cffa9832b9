import torch


def linear_mse(x, w, b, y):
    loss = torch.sum((x @ w + b - y) ** 2)
    loss.backward()
    return loss, w.grad, b.grad
