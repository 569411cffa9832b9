"""The derivatives of a function of the parameters; .grad is never touched."""

import torch


def linear_mse(x, w, b, y):
    def loss_of(w, b):
        return torch.mean((x @ w + b - y) ** 2)

    return loss_of(w, b), *torch.autograd.functional.jacobian(loss_of, (w, b))
