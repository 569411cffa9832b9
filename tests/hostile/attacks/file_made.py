"""Makes a file in a folder of the user's.

row: files
stopped_at: 2
shows: written
"""

with open("@WATCHED@/new", "w") as file:
    file.write("owned")


def gate_mul_backward(x, y, dz):
    return dz, dz
