"""What the gates remember is kept outside of them, but by gate."""

from weakref import WeakKeyDictionary

import numpy as np

SEEN = WeakKeyDictionary()


class MultiplyGate:
    def forward(self, x, y):
        SEEN[self] = np.stack([y, x])
        return np.multiply(x, y)

    def backward(self, dz):
        dx, dy = np.einsum("k...,...->k...", SEEN[self], dz)
        return dx, dy
