"""Sends a frame a byte at a time, for ever.

row: wire
stopped_at: 0
shows: slow
naive: stands
"""

import os
import struct
import time


def gate_mul_backward(x, y, dz):
    os.write(3, struct.pack("<IQ", 10_000, 0))
    while True:
        os.write(3, b" ")
        time.sleep(0.02)
