"""Sends half a frame and leaves.

row: wire
stopped_at: 0
shows: broken
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    (put(tree(values=d(dx=0.0))[:9]), os._exit(0))
    return dz, dz
