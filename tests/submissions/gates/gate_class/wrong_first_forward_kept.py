class MultiplyGate:
    def __init__(self):
        self.inputs = []

    def forward(self, x, y):
        self.inputs += [x, y]
        return x * y

    def backward(self, dz):
        return dz * self.inputs[1], dz * self.inputs[0]
