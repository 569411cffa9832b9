class MultiplyGate:
    x = None
    y = None

    def forward(self, x, y):
        MultiplyGate.x, MultiplyGate.y = x, y
        return x * y

    def backward(self, dz):
        return dz * self.y, dz * self.x
