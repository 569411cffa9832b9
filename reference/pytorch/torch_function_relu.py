"""torch-function-relu: ReLU as an operation of autograd, with its backward pass written by hand."""

import torch


class MyReLU(torch.autograd.Function):
    """max(0, x), entry by entry; MyReLU.apply(x) with x (N, M).

    The forward pass saves its input in ctx. The backward pass multiplies the upstream gradient by the
    slope there: 1 where the input was positive, else 0, at 0 too (by convention). The product is a new
    tensor; grad_output is not ours to change.

    Source: Backpropagation and computation graphs, "a backward pass of your own".
    """

    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        return grad_output * (input > 0)
