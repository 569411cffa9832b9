import torch


def linear_mse(x, w, b, y):
    w.grad = b.grad = None
    loss = torch.nn.MSELoss()(torch.matmul(x, w) + b, y)
    loss.backward()
    return loss, w.grad, b.grad
