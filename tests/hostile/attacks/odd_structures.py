"""Lists that hold themselves, integers of thousands of digits, dates, records, text and deep nests.

row: odd-values
stopped_at: 0
shows: broken
naive: stands
"""

import numpy as np

ring = []
ring.append(ring)
deep = []
for _ in range(100_000):
    deep = [deep]
ODD = [
    ring, deep, 10**5000, -(10**400), {"d": ring}, np.datetime64("NaT"), "x" * 100_000, b"\xff", 1e999, {1: 2}, range(9),
    np.zeros(3, [("a", "f8")]), np.array(["a"]), np.zeros((1,) * 20), [[0.0]] * 100_000, complex("nan"), np.longdouble(1),
]  # fmt: skip
COUNT = [0]


def gate_mul_backward(x, y, dz):
    COUNT[0] += 1
    return ODD[COUNT[0] % len(ODD)], ODD[COUNT[0] * 7 % len(ODD)]
