"""I1: torch refuses to change a leaf that requires grad."""

import torch


class LeakyReLU(torch.nn.Module):
    def __init__(self, alpha=0.01):
        super().__init__()
        self.alpha = alpha

    def forward(self, x):
        x[x <= 0] *= self.alpha
        return x
