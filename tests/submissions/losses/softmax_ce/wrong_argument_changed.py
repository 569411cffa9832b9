"""I1: the maximum is taken off in place."""

import numpy as np


def softmax_ce(logits, labels):
    n = np.arange(len(labels))
    logits -= logits.max(axis=1, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[n, labels] -= 1
    return -log_p[n, labels].mean(), dlogits / len(labels)
