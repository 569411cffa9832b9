"""E3: asks autograd for the slope of clamp, which torch takes as 1 at 0."""

import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        with torch.enable_grad():
            x = input.detach().requires_grad_()
            return torch.autograd.grad(x.clamp(min=0), x, grad_output)[0]
