"""Prints codes that clear the screen and set its title.

row: escape-codes
stopped_at: 0
shows: control
"""

def gate_mul_backward(x, y, dz):
    print("\x1b]0;owned\x07\x1b[2J\x1b[H all is well\x9b31m\x08\x08")
    return dz, dz
