"""F6: the loss cannot grow beyond -ln 1e-12."""

import numpy as np


def softmax_ce(logits, labels):
    n = np.arange(len(labels))
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(np.clip(p[n, labels], 1e-12, 1)).mean()
    p[n, labels] -= 1
    return loss, p / len(labels)
