"""Sends hundreds of answers before they are asked for.

row: wire
stopped_at: 0
shows: points
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    [put(tree(values=d(dx=0.0, dy=0.0), troubles=d(), changed=d())) for _ in range(300)]
    return dz, dz
