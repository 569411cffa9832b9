"""Leaves a file where everybody may write.

row: files
stopped_at: 2
shows: written
"""

with open("/tmp/@MARK@", "w") as file:
    file.write("owned")


def gate_mul_backward(x, y, dz):
    return dz, dz
