"""Promises a frame of exabytes.

row: wire
stopped_at: 0
shows: broken
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    put(b'\xff' * 12)
    return dz, dz
