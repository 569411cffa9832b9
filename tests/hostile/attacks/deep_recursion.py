"""Recursion without end, with nothing that stops it.

row: bombs
stopped_at: 0
shows: broken
"""

import sys

sys.setrecursionlimit(10**9)


def gate_mul_backward(x, y, dz):
    return gate_mul_backward(*(lambda *a: a)(x, y, dz))
