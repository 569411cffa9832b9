"""Arrays whose shape is astronomical, negative, or not of numbers.

row: wire
stopped_at: 0
shows: broken
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    [put(tree(values=d(dx={'a': ['<f8', shape]}, dy={'a': ['<f8', shape]}), troubles=d(), changed=d())) for shape in ([2**60, 0], [1 << 27, 1 << 27], [-1], ['x'], [True], [0] * 40, 'ab')]
    return dz, dz
