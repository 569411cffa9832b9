"""torch-verify-hand: the forward pass stands in the problem file; here is what its scales and mistakes are made of."""

import numpy as np
import torch


def largest_logit(W2, b2):
    """A bound of the logits: their rounding errors are those of the softmax. W2 (C, H), b2 (C,), activations to 1."""
    return 1 + (np.abs(W2).sum(axis=1) + np.abs(b2)).max()


def hidden(x, W1, b1):
    """The activations (N, H) of the hidden layer, as numpy."""
    return 1 / (1 + np.exp(-(x @ W1.T + b1)))


def back(x, labels, W1, b1, W2, b2):
    """The gradients dz2 (N, C) and dz1 (N, H) that the walk back passes through, as numpy."""
    a1 = hidden(x, W1, b1)
    z2 = a1 @ W2.T + b2
    p = np.exp(z2 - z2.max(axis=1, keepdims=True))
    dz2 = (p / p.sum(axis=1, keepdims=True) - np.eye(len(b2))[labels]) / len(x)
    return dz2, dz2 @ W2 * a1 * (1 - a1)


def walk(
    x,
    labels,
    W1,
    b1,
    W2,
    b2,
    softmax=lambda z: torch.softmax(z, dim=1),
    log_softmax=lambda z: torch.log_softmax(z, dim=1),
    start=lambda p, one_hot: p - one_hot,
    slope=lambda z, a: a * (1 - a),
    into_dW2=lambda z, a: a,
    into_db=lambda dz: dz.sum(0),
):
    """Return (loss, grads) of the walk back through both layers by hand, with any one step replaced by a mistake.

    Source: the BP module, "the backward pass by hand".
    """
    z1 = x @ W1.T + b1
    a1 = torch.sigmoid(z1)
    z2 = a1 @ W2.T + b2
    loss = -log_softmax(z2)[torch.arange(len(x)), labels].mean()
    dz2 = start(softmax(z2), torch.nn.functional.one_hot(labels, len(b2))) / len(x)
    dz1 = dz2 @ W2 * slope(z1, a1)
    grads = {"dW2": dz2.T @ into_dW2(z1, a1), "db2": into_db(dz2), "dW1": dz1.T @ x, "db1": into_db(dz1)}
    return loss, grads
