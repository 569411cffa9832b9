"""Takes memory as a shared map, which is nobody's data.

row: shared-maps
stopped_at: 0
shows: allowed
"""

import mmap

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    held = mmap.mmap(-1, 300 << 20)
    for at in range(0, len(held), 4096):
        held[at] = 1
    raise RuntimeError("allowed " + MARK)
