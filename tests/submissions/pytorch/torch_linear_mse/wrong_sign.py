import torch


def linear_mse(x, w, b, y):
    error = y - x @ w - b
    dz = 2 * error / len(y)
    return (error**2).mean(), torch.outer(x, dz), dz
