"""Forward and backward pass both written by hand."""

import torch


class Leaky(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, alpha):
        ctx.slope = torch.full_like(x, alpha)
        ctx.slope[x > 0] = 1
        return x * ctx.slope

    @staticmethod
    def backward(ctx, dout):
        return dout * ctx.slope, None


class LeakyReLU(torch.nn.Module):
    def __init__(self, alpha=0.01):
        super().__init__()
        self.alpha = alpha

    def forward(self, x):
        return Leaky.apply(x, self.alpha)
