import numpy as np


def softmax_ce(logits, labels):
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    rows = np.arange(len(labels))
    loss = -np.log(p[rows, labels]).mean()
    dlogits = p.copy()
    dlogits[rows, labels] -= 1
    return loss, dlogits / len(labels)
