"""forward leaves behind the function that backward has to be."""


class MultiplyGate:
    def forward(self, x, y):
        self.backward = lambda dz: [dz * y, dz * x]
        return x * y
