import torch


class LeakyReLU(torch.nn.Module):
    def __init__(self, alpha=0.01):
        super(LeakyReLU, self).__init__()  # noqa: UP008
        self.alpha = alpha

    def forward(self, x):
        out = x.clone()
        out[x <= 0] *= self.alpha
        return out
