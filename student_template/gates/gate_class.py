"""gate-class: a multiply gate as an object, with a forward and a backward pass."""

import numpy as np


class MultiplyGate:
    """z = x * y, entry by entry; made by MultiplyGate()."""

    def forward(self, x, y):
        """Return z.

        x, y: floats, or float64 arrays of the same shape (N, M)
        z:    shaped like x and y
        """
        raise NotImplementedError("gate-class: write MultiplyGate.forward")

    def backward(self, dz):
        """Return (dx, dy), the gradients of the loss L at the inputs of this gate's latest forward.

        dz:   dL/dz, the upstream gradient, shaped like z
        dx, dy: dL/dx and dL/dy, shaped like x and y
        Raises an error where this gate has never run forward.
        """
        raise NotImplementedError("gate-class: write MultiplyGate.backward")
