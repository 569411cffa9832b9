"""Prints characters that turn the direction of what follows.

row: escape-codes
stopped_at: 0
shows: control
"""

def gate_mul_backward(x, y, dz):
    print("\u202e2 fo 5\u2066 stniop \u200f")
    return dz, dz
