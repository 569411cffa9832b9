import torch
from torch.nn import functional


def linear_mse(x, w, b, y):
    loss = functional.mse_loss(functional.linear(x, w.T, b), y)
    dw, db = torch.autograd.grad(loss, [w, b])
    return loss.item(), dw, db
