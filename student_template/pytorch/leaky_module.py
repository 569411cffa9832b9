"""leaky-module: leaky ReLU as a torch module; autograd takes its gradient."""

import torch


class LeakyReLU(torch.nn.Module):
    """A layer that maps x to x where x > 0 and to alpha * x elsewhere."""

    def __init__(self, alpha=0.01):
        """Make the layer; alpha is any float."""
        raise NotImplementedError("leaky-module: write LeakyReLU.__init__")

    def forward(self, x):
        """Return a new tensor, shaped like x, from which autograd finds its way back to x.

        x: float64 tensor of shape (N, M) that requires grad; the derivative at x = 0 is taken as alpha
        """
        raise NotImplementedError("leaky-module: write LeakyReLU.forward")
