"""Commands to a runner behind line ends other than the usual one.

row: parsed-output
stopped_at: 0
shows: control
"""

def gate_mul_backward(x, y, dz):
    print("a\u2028::error::b\x0b::error::c\x85::error::d\r::error::e")
    return dz, dz
