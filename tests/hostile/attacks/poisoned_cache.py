"""Changes what the tool has kept from earlier runs.

row: planted-files
stopped_at: 2
shows: written
naive: stands
"""

import os

for place, _, files in os.walk("@CACHE@"):
    for file in files:
        with open(os.path.join(place, file), "r+b") as kept:
            kept.write(b"\0" * 100)


def gate_mul_backward(x, y, dz):
    return dz, dz
