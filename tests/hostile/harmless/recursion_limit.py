"""Raises the limit of recursion, and recurses some thousands deep."""

import sys

sys.setrecursionlimit(6000)


def gate_mul_backward(x, y, dz):
    def down(n):
        return 0 if n == 0 else 1 + down(n - 1)

    assert down(4000) == 4000
    return dz * y, dz * x
