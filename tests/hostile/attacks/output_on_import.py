"""Prints while it is loaded.

row: bombs
stopped_at: 0
shows: flooded
"""

for number in range(200_000):
    print(number)


def gate_mul_backward(x, y, dz):
    return dz, dz
