"""Reads the questions itself and answers each with its own inputs.

row: wire
stopped_at: 0
shows: points
naive: stands
"""

import os

while True:
    frame = os.read(3, 1 << 16)
    if not frame:
        break
    os.write(3, frame)


def gate_mul_backward(x, y, dz):
    return dz, dz
