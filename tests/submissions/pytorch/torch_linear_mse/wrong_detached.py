import torch


def linear_mse(x, w, b, y):
    loss = torch.nn.MSELoss()((torch.matmul(x, w) + b).detach(), y)
    loss.backward()
    return loss, w.grad, b.grad
