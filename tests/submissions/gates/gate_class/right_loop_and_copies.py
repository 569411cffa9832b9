import numpy as np


class Gate:
    def __init__(self):
        self.saved = {}

    def __call__(self, *inputs):
        return self.forward(*inputs)


class MultiplyGate(Gate):
    def forward(self, x, y):
        self.saved["x"] = np.array(x)
        self.saved["y"] = np.array(y)
        z = np.empty(np.shape(x))
        for i in np.ndindex(z.shape):
            z[i] = self.saved["x"][i] * self.saved["y"][i]
        return z

    def backward(self, dz):
        dz = np.asarray(dz)
        dx, dy = np.zeros(self.saved["x"].shape), np.zeros(self.saved["y"].shape)
        for i in np.ndindex(dz.shape):
            dx[i] += dz[i] * self.saved["y"][i]
            dy[i] += dz[i] * self.saved["x"][i]
        return dx, dy
