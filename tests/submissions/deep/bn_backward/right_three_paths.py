import numpy as np


class BatchNorm:
    def forward(self, x, gamma, beta, eps):
        self.gamma, self.count = gamma, len(x)
        self.deviations = x - np.sum(x, axis=0, keepdims=True) / self.count
        self.variance = np.square(self.deviations).sum(axis=0, keepdims=True) / self.count + eps
        return gamma * self.deviations * self.variance**-0.5 + beta

    def backward(self, dout):
        dxhat = self.gamma * dout
        dvariance = np.sum(dxhat * self.deviations, axis=0, keepdims=True) * -0.5 * self.variance**-1.5
        straight = dxhat * self.variance**-0.5
        by_variance = dvariance * 2 * self.deviations / self.count
        dmu = -np.sum(straight, axis=0, keepdims=True) - np.sum(by_variance, axis=0, keepdims=True)
        self.dgamma = np.sum(dout * self.deviations, axis=0) / np.sqrt(self.variance[0])
        self.dbeta = np.sum(dout, axis=0)
        return straight + by_variance + dmu / self.count


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    layer = BatchNorm()
    return layer.forward(x, gamma, beta, eps), layer


def batchnorm_backward(dout, cache):
    dx = cache.backward(dout)
    return dx, cache.dgamma, cache.dbeta
