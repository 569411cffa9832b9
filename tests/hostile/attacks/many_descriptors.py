"""Opens thousands of descriptors.

row: bombs
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    held = []
    try:
        while len(held) < 5000:
            held.append(os.dup(1))
    except OSError:
        pass
    for descriptor in held:
        os.close(descriptor)
    if len(held) == 5000:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
