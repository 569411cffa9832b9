"""Prints commands to other runners, in the middle of lines.

row: parsed-output
stopped_at: 0
shows: control
"""

def gate_mul_backward(x, y, dz):
    print("well ##vso[task.complete result=Succeeded;]done")
    print("so ##[error]it goes")
    return dz, dz
