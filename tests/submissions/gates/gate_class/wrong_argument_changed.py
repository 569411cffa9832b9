class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        dx = dz * self.y
        dz *= self.x
        return dx, dz
