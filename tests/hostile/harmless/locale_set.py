"""Asks for the locale and sets the plainest."""

import locale


def gate_mul_backward(x, y, dz):
    locale.getlocale()
    locale.setlocale(locale.LC_ALL, "C")
    return dz * y, dz * x
