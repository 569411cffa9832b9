"""Takes memory as a file that is on no disk.

row: shared-maps
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    file = os.memfd_create("large")
    written = sum(os.write(file, bytes(1 << 22)) for _ in range(96))
    os.close(file)
    if written > 256 << 20:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
