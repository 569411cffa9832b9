"""Takes a copy of another process's descriptor.

row: parent-memory
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
PIDFD_OPEN, PIDFD_GETFD = 434, 438


def gate_mul_backward(x, y, dz):
    pidfd = LIBC.syscall(PIDFD_OPEN, int("@VICTIM@"), 0)
    if pidfd >= 0 and LIBC.syscall(PIDFD_GETFD, pidfd, 0, 0) >= 0:
        raise RuntimeError("allowed " + MARK)
    return dz, dz
