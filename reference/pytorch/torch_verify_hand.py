"""torch-verify-hand: the forward pass stands in the problem file; here is what its scales and mistakes are made of."""

import numpy as np
import torch


def largest_logit(W2, b2):
    """A bound of the logits: their rounding errors are those of the softmax. W2 (C, H), b2 (C,), activations to 1."""
    return 1 + (np.abs(W2).sum(axis=1) + np.abs(b2)).max()


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

    grads holds the steps as well: A1, dZ2, dZ1.

    Source: the BP module, "the backward pass by hand".
    """
    x, labels, W1, b1, W2, b2 = map(torch.as_tensor, (x, labels, W1, b1, W2, b2))
    z1 = x @ W1.T + b1
    a1 = torch.sigmoid(z1)
    z2 = a1 @ W2.T + b2
    loss = -log_softmax(z2)[torch.arange(len(x)), labels].mean()
    dz2 = start(softmax(z2), torch.nn.functional.one_hot(labels, len(b2))) / len(x)
    dz1 = dz2 @ W2 * slope(z1, a1)
    grads = {"dW2": dz2.T @ into_dW2(z1, a1), "db2": into_db(dz2), "dW1": dz1.T @ x, "db1": into_db(dz1)}
    return loss, grads | {"A1": a1, "dZ2": dz2, "dZ1": dz1}


def step(name, *arguments):
    """Return one of the steps of the right walk, as an array."""
    return walk(*arguments)[1][name].numpy()
