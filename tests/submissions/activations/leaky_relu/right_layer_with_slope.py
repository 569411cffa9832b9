import numpy as np


class LeakyReLU:
    def __init__(self, alpha):
        self.alpha = alpha

    def forward(self, z):
        self.slope = np.full(z.shape, float(self.alpha))
        self.slope[z > 0] = 1
        return self.slope * z

    def backward(self, dout):
        return np.einsum("ij,ij->ij", self.slope, dout)


def leaky_relu(z, alpha=0.01):
    return LeakyReLU(alpha).forward(z)


def leaky_relu_backward(dout, z, alpha=0.01):
    layer = LeakyReLU(alpha)
    layer.forward(z)
    return layer.backward(dout)
