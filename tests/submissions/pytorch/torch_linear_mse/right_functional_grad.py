import torch
from torch.nn import functional


def linear_mse(x, w, b, y):
    def loss_of(w, b):
        return functional.mse_loss(functional.linear(x, w.T, b), y)

    (dw, db), loss = torch.func.grad_and_value(loss_of, argnums=(0, 1))(w.detach(), b.detach())
    return loss.item(), dw, db
