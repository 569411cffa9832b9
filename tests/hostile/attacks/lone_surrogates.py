"""Half characters, which cannot be written in any encoding.

row: escape-codes
stopped_at: 0
shows: broken
naive: stands
"""

import sys


def gate_mul_backward(x, y, dz):
    print("\ud800")
    sys.stderr.buffer.write(b"\xff\xfe\x00\xed\xa0\x80\n")
    raise ModuleNotFoundError("\ud800", name="\udfff")
