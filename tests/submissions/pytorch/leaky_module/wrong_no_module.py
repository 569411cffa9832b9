"""It computes the right thing, but no torch model would find its parameters, move it or save it."""

import torch


class LeakyReLU:
    def __init__(self, alpha=0.01):
        self.alpha = alpha

    def forward(self, x):
        return torch.where(x > 0, x, self.alpha * x)

    __call__ = forward
