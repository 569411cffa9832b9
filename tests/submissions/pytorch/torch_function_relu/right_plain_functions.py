"""Without @staticmethod, which torch does not miss: it calls both on the class."""

import torch


class MyReLU(torch.autograd.Function):
    def forward(ctx, x):
        ctx.slope = torch.heaviside(x, torch.zeros(1, dtype=x.dtype))
        return ctx.slope * x

    def backward(ctx, dout):
        return torch.einsum("ij,ij->ij", ctx.slope, dout)
