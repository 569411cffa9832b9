class MultiplyGate:
    def __init__(self):
        self.x = 0.0
        self.y = 0.0

    def forward(self, x, y):
        self.x = x
        self.y = y
        return x * y

    def backward(self, dz):
        return dz * self.y, dz * self.x
