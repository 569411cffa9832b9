"""Prints much more than anybody wants to read.

row: bombs
stopped_at: 0
shows: flooded
"""

def gate_mul_backward(x, y, dz):
    for _ in range(20):
        print("x" * 100_000)
    return dz, dz
