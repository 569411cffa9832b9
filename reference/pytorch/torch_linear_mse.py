"""torch-linear-mse: the forward pass stands in the problem file, and autograd takes its gradients."""

import numpy as np


def largest_error(x, w, b, y):
    """How large the terms get that are added up to an entry of z - y: x (D,), w (D, M), b and y (M,)."""
    return (np.abs(x) @ np.abs(w) + np.abs(b) + np.abs(y)).max()
