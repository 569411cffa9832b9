import torch


@torch.no_grad()
def linear_mse(x, w, b, y):
    error = x @ w + b - y
    dz = 2 * error / len(error)
    return error.square().mean(), torch.outer(x, dz), dz
