"""Raises its limit of memory again.

row: raised-limits
stopped_at: 2
shows: allowed
"""

import resource

import numpy as np

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    if np.zeros(1 << 26).size:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
