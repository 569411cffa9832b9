"""E3: the value is right, but torch takes 1 for the slope of either clamp at 0."""

import torch


class LeakyReLU(torch.nn.Module):
    def __init__(self, alpha=0.01):
        super().__init__()
        self.alpha = alpha

    def forward(self, x):
        return x.clamp(min=0) + self.alpha * x.clamp(max=0)
