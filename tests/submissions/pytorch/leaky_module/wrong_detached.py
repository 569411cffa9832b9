"""The values are right; the way back to x is cut."""

import numpy as np
import torch


class LeakyReLU(torch.nn.Module):
    def __init__(self, alpha=0.01):
        super().__init__()
        self.alpha = alpha

    def forward(self, x):
        x = x.detach().numpy()
        return torch.from_numpy(np.where(x > 0, x, self.alpha * x))
