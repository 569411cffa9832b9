import numpy as np


def linear_backward(dout, x, W, b):
    N, M = dout.shape
    D = x.shape[1]
    dx = [[0.0] * D for _ in range(N)]
    dW = [[0.0] * M for _ in range(D)]
    db = [0.0] * M
    for n in range(N):
        for m in range(M):
            g = float(dout[n, m])
            db[m] += g
            for d in range(D):
                dx[n][d] += g * float(W[d, m])
                dW[d][m] += float(x[n, d]) * g
    return [np.array(dx), np.array(dW), np.array(db)]
