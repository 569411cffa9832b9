"""Marks a file of the user's.

row: files
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"
for name in ("user.owned", "trusted.owned"):
    try:
        os.setxattr("@WATCHED@/kept.txt", name, b"x")
        found = True
        break
    except OSError:
        found = False
if found:
    raise RuntimeError("allowed " + MARK)


def gate_mul_backward(x, y, dz):
    return dz, dz
