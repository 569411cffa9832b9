class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        self.z = x * y

    def backward(self, dz):
        return dz * self.y, dz * self.x
