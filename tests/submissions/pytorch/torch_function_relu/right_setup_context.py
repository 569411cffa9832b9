"""The newer form, where a method of its own fills ctx; the result is saved instead of the input."""

import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(input):
        return torch.maximum(input, torch.zeros_like(input))

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(output)

    @staticmethod
    def backward(ctx, grad_output):
        (output,) = ctx.saved_tensors
        return torch.where(output > 0, grad_output, torch.zeros_like(grad_output))
