import numpy as np


class BatchNorm:
    def __init__(self, gamma, beta, eps):
        self.gamma, self.beta, self.eps = gamma.reshape(1, -1), beta.reshape(1, -1), eps

    def __call__(self, x):
        self.mu = np.mean(x, axis=0, keepdims=True)
        self.var = np.var(x, axis=0, keepdims=True, ddof=0)
        self.xhat = np.divide(x - self.mu, np.sqrt(self.var + self.eps))
        return np.add(np.multiply(self.gamma, self.xhat), self.beta)


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    layer = BatchNorm(gamma, beta, eps)
    return layer(x), layer
