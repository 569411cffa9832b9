"""Makes a file that has no name.

row: files
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"
os.write(os.open("@WATCHED@", os.O_TMPFILE | os.O_RDWR, 0o600), b"owned")
raise RuntimeError("allowed " + MARK)


def gate_mul_backward(x, y, dz):
    return dz, dz
