"""Prints some lines on both streams."""

import sys


def gate_mul_backward(x, y, dz):
    print("x", x, flush=True)
    print("αβγ ✓", file=sys.stderr)
    sys.stdout.write("done\n")
    return dz * y, dz * x
