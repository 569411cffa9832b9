"""Answers with a named tuple."""

import collections

Slopes = collections.namedtuple("Slopes", "dx dy")


def gate_mul_backward(x, y, dz):
    return Slopes(dz * y, dz * x)
