"""Takes much more memory than it may.

row: bombs
stopped_at: 0
shows: allowed
"""

import numpy as np

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    held = [np.zeros(1 << 23) for _ in range(8)]
    if sum(array.nbytes for array in held) >= 1 << 29:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
