"""Changes a file of the user's.

row: files
stopped_at: 2
shows: written
"""

with open("@WATCHED@/kept.txt", "a") as file:
    file.write("owned")


def gate_mul_backward(x, y, dz):
    return dz, dz
