class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y, self.z = x, y, x * y
        return self.z

    def backward(self, dz):
        return dz * self.z / self.x, dz * self.z / self.y
