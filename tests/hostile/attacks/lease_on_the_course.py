"""Takes a lease of a file, so that whoever opens it next has to wait.

row: kernel-objects
stopped_at: 2
shows: allowed
"""

import fcntl
import os

MARK = "@MARK@"
F_SETLEASE = 1024


def gate_mul_backward(x, y, dz):
    file = os.open("@COURSE@/reference/gates/gate_mul.py", os.O_RDONLY)
    fcntl.fcntl(file, F_SETLEASE, fcntl.F_RDLCK)
    raise RuntimeError("allowed " + MARK)
