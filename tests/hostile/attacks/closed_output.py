"""Closes its streams, and then prints.

row: bombs
stopped_at: 0
shows: broken
deserves: 5
"""

import os
import sys


def gate_mul_backward(x, y, dz):
    print("last words")
    sys.stdout.close()
    os.close(2)
    return dz * y, dz * x
