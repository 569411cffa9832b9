"""Has the standard library fetch a line of the secret.

row: files
stopped_at: 2
shows: told
"""

import linecache


def gate_mul_backward(x, y, dz):
    raise ValueError(linecache.getline("@SECRET@", 1))
