"""softmax-ce: the mean cross-entropy of softmax, and its gradient at the logits."""

import numpy as np


def softmax_ce(logits, labels):
    """Return (loss, dlogits) of softmax with cross-entropy, averaged over the rows.

    logits: scores, one sample a row, shape (N, C)
    labels: the true classes, integers 0 ... C-1, shape (N,)
    loss:   L, a single number
    dlogits: dL/dlogits, shape (N, C)
    """
    raise NotImplementedError("softmax-ce: write softmax_ce")
