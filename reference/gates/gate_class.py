"""gate-class: a multiply gate that remembers, in itself, what its backward pass needs."""


class MultiplyGate:
    """z = x * y for floats, or for arrays of one shape (N, M).

    A node type has to know two things: how to compute its output, and how to turn the gradient of the
    output into the gradients of its inputs. For the second it keeps the inputs of the latest forward.

    Source: Computation graphs and automatic differentiation, "the interface in code".
    """

    def __init__(self):
        self.inputs = None

    def forward(self, x, y):
        """Return z, and remember x and y."""
        self.inputs = x, y
        return x * y

    def backward(self, dz):
        """Return (dx, dy) = (dz * y, dz * x) for the latest forward; dz has the shape of z."""
        if self.inputs is None:
            raise RuntimeError("MultiplyGate.backward was called before any forward")
        x, y = self.inputs
        return dz * y, dz * x
