"""The default dict is made once, so all gates share it."""


class MultiplyGate:
    def __init__(self, cache={}):  # noqa: B006
        self.cache = cache

    def forward(self, x, y):
        self.cache["x"], self.cache["y"] = x, y
        return x * y

    def backward(self, dz):
        return dz * self.cache["y"], dz * self.cache["x"]
