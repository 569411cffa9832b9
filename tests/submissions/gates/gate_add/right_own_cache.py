import copy
from collections import namedtuple

Gradients = namedtuple("Gradients", ["dx", "dy"])


class AddGate:
    def forward(self, x, y):
        self.z = x + y
        return self.z

    def backward(self, dz):
        return Gradients(dx=copy.deepcopy(dz), dy=copy.deepcopy(dz))


def gate_add_backward(x, y, dz):
    gate = AddGate()
    gate.forward(x, y)
    return gate.backward(dz)
