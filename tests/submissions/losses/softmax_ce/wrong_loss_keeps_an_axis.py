"""D5: the loss is an array of shape (1,)."""

import numpy as np


def softmax_ce(logits, labels):
    n = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[n, labels] -= 1
    return np.sum(-log_p[n, labels], keepdims=True) / len(labels), dlogits / len(labels)
