"""Commands to a runner in the type and the message of an exception.

row: parsed-output
stopped_at: 0
shows: control
"""

def gate_mul_backward(x, y, dz):
    raise type("::error::wrong", (Exception,), {})("x\n::set-env name=PATH::/tmp\n##[command]ls")
