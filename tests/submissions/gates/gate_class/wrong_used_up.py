"""backward takes the inputs away, so that it works once."""


class MultiplyGate:
    def __init__(self):
        self.saved = []

    def forward(self, x, y):
        self.saved.append((x, y))
        return x * y

    def backward(self, dz):
        x, y = self.saved.pop()
        return dz * y, dz * x
