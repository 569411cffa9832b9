class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        self.dx, self.dy = 0.0, 0.0
        return x * y

    def backward(self, dz):
        self.dx = self.dx + dz * self.y
        self.dy = self.dy + dz * self.x
        return self.dx, self.dy
