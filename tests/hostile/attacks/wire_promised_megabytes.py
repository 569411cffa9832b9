"""Promises the largest frame there may be and sends some of it.

row: wire
stopped_at: 0
shows: slow
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    put(PREFIX.pack(1 << 20, 1 << 25) + bytes(1000))
    return dz, dz
