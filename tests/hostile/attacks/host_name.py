"""Sets the name of the machine, here to what it is.

row: kernel-objects
stopped_at: 2
shows: allowed
"""

import socket

MARK = "@MARK@"


def gate_mul_backward(x, y, dz):
    socket.sethostname(socket.gethostname())
    raise RuntimeError("allowed " + MARK)
