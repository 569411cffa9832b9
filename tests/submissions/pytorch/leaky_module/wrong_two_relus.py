"""E3: the value is right, but torch takes 0 for the slope of either relu at 0."""

import torch


class LeakyReLU(torch.nn.Module):
    def __init__(self, alpha=0.01):
        super().__init__()
        self.alpha = alpha

    def forward(self, x):
        return torch.relu(x) - self.alpha * torch.relu(-x)
