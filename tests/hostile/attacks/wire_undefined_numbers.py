"""Numbers that JSON has not, and others that are too long.

row: wire
stopped_at: 0
shows: broken
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    (put(raw(b'{"d":{"values":{"d":{"dx":NaN,"dy":1e999}},"troubles":{"d":{}},"changed":{"d":{}}}}')), put(tree(values=d(dx=10**4000, dy=[-Infinity]), troubles=d(), changed=d())))
    return dz, dz
