"""An array of objects that run code when they are unpickled.

row: pickle
stopped_at: 0
shows: allowed
"""

import numpy as np

MARK = "@MARK@"


class Entry:
    def __reduce__(self):
        return print, ("allowed " + MARK,)


def gate_mul_backward(x, y, dz):
    return np.array([Entry()], object), np.array([Entry()], object)
