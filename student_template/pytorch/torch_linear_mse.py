"""torch-linear-mse: a linear map, the mean of the squared errors, and their gradients."""

import torch


def linear_mse(x, w, b, y):
    """Return (loss, dw, db): the mean over the entries of (x @ w + b - y)**2, and its gradients at w and b.

    x: float64 tensor of shape (D,); w: (D, M) and b: (M,), leaves that require grad; y: (M,)
    """
    raise NotImplementedError("torch-linear-mse: write linear_mse")
