import numpy as np
import torch


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        ctx.x = input.detach().numpy().copy()
        return torch.from_numpy(np.maximum(ctx.x, 0))

    @staticmethod
    def backward(ctx, grad_output):
        grad_input = torch.zeros_like(grad_output)
        for i, entry in np.ndenumerate(ctx.x):
            if entry > 0:
                grad_input[i] = grad_output[i]
        return grad_input
