import torch.nn.functional as F
from torch import nn


class LeakyReLU(nn.Module):
    def __init__(self, alpha: float = 0.01) -> None:
        super().__init__()
        self.negative_slope = alpha

    def forward(self, x):
        return F.leaky_relu(x, negative_slope=self.negative_slope)
