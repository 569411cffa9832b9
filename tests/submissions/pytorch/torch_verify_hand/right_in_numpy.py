import numpy as np


def mlp_by_hand(x, labels, W1, b1, W2, b2):
    x, labels, W1, b1, W2, b2 = (np.asarray(t) for t in (x, labels, W1, b1, W2, b2))
    N, rows = len(x), np.arange(len(x))
    a1 = 1 / (1 + np.exp(-(x @ W1.T + b1)))
    z2 = a1 @ W2.T + b2
    z2 = z2 - z2.max(axis=1, keepdims=True)
    log_p = z2 - np.log(np.exp(z2).sum(axis=1, keepdims=True))
    dz2 = np.exp(log_p) / N
    dz2[rows, labels] -= 1 / N
    dz1 = (dz2 @ W2) * a1 * (1 - a1)
    grads = {"dW1": dz1.T @ x, "db1": dz1.sum(axis=0), "dW2": dz2.T @ a1, "db2": dz2.sum(axis=0)}
    return -log_p[rows, labels].mean(), grads
