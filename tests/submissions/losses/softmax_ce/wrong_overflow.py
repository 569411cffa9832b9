"""H1: exp of the bare logits."""

import numpy as np


def softmax_ce(logits, labels):
    n = np.arange(len(labels))
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    dlogits = p.copy()
    dlogits[n, labels] -= 1
    return -np.log(p[n, labels]).mean(), dlogits / len(labels)
