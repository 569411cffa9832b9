"""Sends frames for ever, as fast as it can.

row: wire
stopped_at: 0
shows: slow
naive: stands
"""

import os
import struct


def gate_mul_backward(x, y, dz):
    while True:
        os.write(3, struct.pack("<IQ", 8, 0) + b'{"d":{}}' + struct.pack("<IQ", 1 << 20, 1 << 24) + bytes(1 << 20))
