import numpy as np


class MaxGate:
    def forward(self, x, y):
        z = np.maximum(x, y)
        self.from_x = z == x
        return z

    def backward(self, dz):
        return {"x": np.where(self.from_x, dz, 0.0), "y": np.where(self.from_x, 0.0, dz)}


def gate_max_backward(x, y, dz):
    gate = MaxGate()
    gate.forward(x, y)
    return tuple(gate.backward(dz).values())
