class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return dz, dz


class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return dz * self.y, dz * self.x


def circuit_add_mul(x, y, z):
    add, mul = AddGate(), MultiplyGate()
    f = mul.forward(add.forward(x, y), z)
    da, dz = mul.backward(1.0)
    dx, dy = add.backward(da)
    return f, dx, dy, dz
