"""softmax-ce: seen from the logits, the gradient is the probabilities minus the one-hot labels."""

import numpy as np


def log_softmax(o):
    """The logarithm of softmax along each row of o (N, C), less its maximum, so that exp is at most 1."""
    shifted = o - o.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def softmax(o):
    """The probabilities of each row of o (N, C)."""
    e = np.exp(o - o.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_ce(logits, labels):
    """Return (loss, dlogits) of the mean cross-entropy; logits (N, C), labels (N,) integers.

    In log p_t = o_t - log sum_k exp(o_k) the first term gives 1 at the label and the second the
    softmax, so dL/do = (p - y) / N, y the labels as one-hot rows; 1/N because the loss is a mean.

    Source: Backpropagation and computation graphs, "the gradient at the output layer"; the form with
    log-sum-exp: Deep Learning, lecture 4: backpropagation, section 4.6.4.
    """
    N, C = logits.shape
    y = np.eye(C)[labels]
    loss = -log_softmax(logits)[np.arange(N), labels].mean()
    dlogits = (softmax(logits) - y) / N
    return loss, dlogits
