"""Lists what is in the user's home.

row: files
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    if "secret.txt" in os.listdir(os.path.dirname("@SECRET@")):
        raise RuntimeError("allowed " + MARK)
    return dz, dz
