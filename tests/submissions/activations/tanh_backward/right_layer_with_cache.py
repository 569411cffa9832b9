import numpy as np


class Tanh:
    def forward(self, z):
        self.a = np.tanh(z)
        return self.a

    def backward(self, dout):
        return np.einsum("ij,ij->ij", dout, (1 - self.a) * (1 + self.a))


def tanh_backward(dout, z):
    layer = Tanh()
    layer.forward(z)
    return layer.backward(dout)
