"""Writes to a terminal by its name.

row: terminal-input
stopped_at: 2
shows: control
"""

import os


def gate_mul_backward(x, y, dz):
    os.write(os.open("@TERMINAL@", os.O_RDWR | os.O_NOCTTY), b"\x1b[2Jowned\r\n")
    return dz, dz
