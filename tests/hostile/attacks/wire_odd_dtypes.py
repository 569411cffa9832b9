"""Arrays of types that are none.

row: wire
stopped_at: 0
shows: broken
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    [put(tree(values=d(dx={'a': [kind, [1]]}, dy=1.0), troubles=d(), changed=d(), body=bytes(8))) for kind in ('|O', 'O', 'S8', '<c16', 8, None, '<f8,(1000000,1000000)f8')]
    return dz, dz
