"""Changes numpy's settings."""

import numpy as np


def gate_mul_backward(x, y, dz):
    np.seterr(all="warn")
    np.set_printoptions(precision=3)
    with np.errstate(all="ignore"):
        np.log(np.zeros(2))
    return dz * y, dz * x
