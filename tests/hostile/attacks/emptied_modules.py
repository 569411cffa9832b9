"""All modules are taken away from whoever looks for them next.

row: monkey-patches
stopped_at: 0
shows: broken
"""

import builtins
import sys


def gate_mul_backward(x, y, dz):
    sys.modules.clear()
    sys.meta_path.clear()
    sys.path.clear()
    del builtins.__import__
    del builtins.print
    return dz, dz
