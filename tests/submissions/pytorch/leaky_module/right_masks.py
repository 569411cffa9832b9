from torch import nn


class LeakyReLU(nn.Module):
    def __init__(self, alpha=0.01):
        super().__init__()
        self.alpha = alpha

    def forward(self, x):
        positive = (x > 0).double()
        return positive * x + self.alpha * (1 - positive) * x
