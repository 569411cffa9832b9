"""Commands to a runner on the other stream, past Python.

row: parsed-output
stopped_at: 0
shows: control
"""

import os


def gate_mul_backward(x, y, dz):
    os.write(2, b"::error file=a,line=1::b\n")
    return dz, dz
