"""Troubles that only the host may say.

row: wire
stopped_at: 0
shows: points
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    put(tree(values=d(), troubles=d(dx=d(kind='self-consistent', entries=[1]), dy=d(kind='right')), changed=d()))
    return dz, dz
