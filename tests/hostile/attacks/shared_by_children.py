"""Takes memory in children, of which each has a limit of its own.

row: shared-maps
stopped_at: 2
shows: allowed
"""

import os

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    enough = True
    for _ in range(2):
        pid = os.fork()
        if pid == 0:
            held = bytearray(100 << 20)
            os._exit(len(held) >> 24)
        enough = enough and os.waitpid(pid, 0)[1] == 6 << 8
    if enough:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
