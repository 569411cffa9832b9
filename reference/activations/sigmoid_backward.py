"""sigmoid-backward: the upstream gradient times the sigmoid's slope, which its value alone already gives."""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + exp(-z)), entry by entry; z (N, M).

    Only exp(-|z|), which is at most 1, is computed: for z < 0 the fraction is expanded by exp(z).
    """
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_backward(dout, z):
    """Return dz (N, M) for a = sigmoid(z), from dout = dL/da and z, both (N, M).

    dL/dz = dL/da * s'(z) with s'(z) = s(z) (1 - s(z)); the last factor is s(-z), which, written so,
    loses no digits where s(z) is nearly 1.

    Source: Backpropagation and computation graphs, "backpropagation through an activation function"
    and exercise 7.
    """
    return dout * sigmoid(z) * sigmoid(-z)
