"""Answers to questions of others, by the hundred thousand.

row: wire
stopped_at: 0
shows: broken
naive: stands
"""

# @WIRE@


def gate_mul_backward(x, y, dz):
    put(tree(values=d(**{f'n{i}': i for i in range(60_000)}), troubles=d(), changed=d(x=['x' * 400_000])))
    return dz, dz
