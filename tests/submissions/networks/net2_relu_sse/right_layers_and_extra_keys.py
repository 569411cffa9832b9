import numpy as np


class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, a):
        self.a = a
        return self.W.dot(a) + self.b

    def backward(self, dz):
        self.dW = np.outer(dz, self.a)
        self.db = dz
        return dz.dot(self.W)


class ReLU:
    def forward(self, z):
        self.mask = z > 0
        return z * self.mask

    def backward(self, da):
        return da * self.mask


def two_layer_relu_sse(x, y, W1, b1, W2, b2):
    first, relu, second = layers = Linear(W1, b1), ReLU(), Linear(W2, b2)
    signal = x
    for layer in layers:
        signal = layer.forward(signal)
    back = {"o": signal - y}
    back["h"] = second.backward(back["o"])
    back["z1"] = relu.backward(back["h"])
    back["x"] = first.backward(back["z1"])
    grads = {f"d{name}": g for name, g in back.items()}
    grads |= {"W1": first.dW, "b1": first.db, "W2": second.dW, "b2": second.db, "x": back["x"]}
    return [0.5 * np.linalg.norm(signal - y) ** 2, grads]
