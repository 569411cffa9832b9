"""leaky-module: a forward pass made of torch operations, of which autograd finds the gradient."""

import torch


class LeakyReLU(torch.nn.Module):
    """x where x > 0 and alpha * x elsewhere, entry by entry; x (N, M).

    torch.where hands the upstream gradient to the branch that was chosen: times 1 where x > 0, times
    alpha elsewhere. At x = 0 the second branch is chosen, so the derivative there is alpha.

    Source: Backpropagation and computation graphs, exercise 10.
    """

    def __init__(self, alpha=0.01):
        super().__init__()
        self.alpha = alpha

    def forward(self, x):
        return torch.where(x > 0, x, self.alpha * x)
