"""One mask for all applications: the last one wins."""

import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        MyReLU.mask = input > 0
        return input * MyReLU.mask

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * MyReLU.mask
