class MultiplyGate:
    def __init__(self):
        self.cache = None

    def forward(self, x, y):
        self.cache = (x, y)
        return x * y

    def backward(self, dz):
        if self.cache is None:
            raise RuntimeError("call forward before backward")
        x, y = self.cache
        return dz * y, dz * x
