from collections import namedtuple

Gradients = namedtuple("Gradients", "dx dy")


class Gate:
    def forward(self, x, y):
        self.other = {"x": y, "y": x}
        return x * y

    def backward(self, dz):
        return Gradients(*(dz * self.other[name] for name in "xy"))


def gate_mul_backward(x, y, dz):
    gate = Gate()
    gate.forward(x, y)
    return gate.backward(dz)
