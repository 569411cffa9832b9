"""A1: the loss is a mean, the gradient that of the sum."""

import numpy as np


def softmax_ce(logits, labels):
    n = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[n, labels].mean()
    dlogits = np.exp(log_p)
    dlogits[n, labels] -= 1
    return loss, dlogits
