"""Makes many files, here only some hundred.

row: bombs
stopped_at: 2
shows: written
"""

for number in range(200):
    open(f"@WATCHED@/{number}", "w").close()


def gate_mul_backward(x, y, dz):
    return dz, dz
