"""A header of nothing but brackets.

row: wire
stopped_at: 0
shows: broken
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    (put(raw(b'[' * 500_000)), put(raw(b'{"t":[' * 150_000)))
    return dz, dz
