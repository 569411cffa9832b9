"""Fills a disk, here only by some megabytes.

row: bombs
stopped_at: 2
shows: written
"""

with open("@WATCHED@/large", "wb") as file:
    for _ in range(8):
        file.write(bytes(1 << 20))


def gate_mul_backward(x, y, dz):
    return dz, dz
