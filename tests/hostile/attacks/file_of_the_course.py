"""Makes the reference agree with a wrong answer.

row: files
stopped_at: 2
shows: written
"""

with open("@COURSE@/reference/gates/gate_mul.py", "w") as file:
    file.write("def gate_mul_backward(x, y, dz):\n    return dz, dz\n")
