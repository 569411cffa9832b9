"""An exception whose name is a code.

row: escape-codes
stopped_at: 0
shows: control
"""

def gate_mul_backward(x, y, dz):
    raise type("\x1b[2J\x1b[H", (Exception,), {})(type("\x1b[31m", (), {})())
