"""A layer of torch with the parameters copied in: it keeps its weights the other way round."""

import torch


def linear_mse(x, w, b, y):
    layer = torch.nn.Linear(*w.shape, dtype=w.dtype)
    with torch.no_grad():
        layer.weight.copy_(w.T)
        layer.bias.copy_(b)
    loss = torch.nn.MSELoss()(layer(x), y)
    loss.backward()
    return loss, layer.weight.grad.T, layer.bias.grad
