import torch


class LeakyReLU(torch.nn.Module):
    def __init__(self, alpha=0.01):
        super().__init__()
        self.alpha = torch.nn.Parameter(torch.tensor(alpha, dtype=torch.float64))

    def forward(self, x):
        rows = [torch.stack([entry if entry > 0 else self.alpha * entry for entry in row]) for row in x]
        return torch.stack(rows)
