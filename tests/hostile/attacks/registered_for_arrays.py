"""A way of pickling arrays that runs code of its own.

row: pickle
stopped_at: 0
shows: allowed
"""

import copyreg

import numpy as np

MARK = "@MARK@"
copyreg.pickle(np.ndarray, lambda array: (print, ("allowed " + MARK,)))


def gate_mul_backward(x, y, dz):
    return dz, dz
