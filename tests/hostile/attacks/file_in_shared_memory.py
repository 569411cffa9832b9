"""Leaves a file in the folder that is memory.

row: shared-maps
stopped_at: 2
shows: written
"""

with open("/dev/shm/@MARK@", "wb") as file:
    file.write(bytes(1 << 20))


def gate_mul_backward(x, y, dz):
    return dz, dz
