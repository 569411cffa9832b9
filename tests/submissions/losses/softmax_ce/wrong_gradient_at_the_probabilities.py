"""F5: dL/dp handed in for dL/do."""

import numpy as np


def softmax_ce(logits, labels):
    n = np.arange(len(labels))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_p[n, labels].mean()
    dlogits = np.exp(log_p)
    p = dlogits
    dp = np.zeros_like(p)
    dp[n, labels] = -1 / np.maximum(p[n, labels], 1e-300) / len(labels)
    return loss, dp
