"""Takes memory as a segment that outlives the process.

row: shared-maps
stopped_at: 2
shows: allowed
"""

import ctypes

MARK = "@MARK@"
LIBC = ctypes.CDLL(None, use_errno=True)
IPC_PRIVATE, IPC_CREAT, IPC_RMID = 0, 0o1000, 0


def gate_mul_backward(x, y, dz):
    segment = LIBC.shmget(IPC_PRIVATE, 300 << 20, IPC_CREAT | 0o600)
    if segment >= 0:
        LIBC.shmctl(segment, IPC_RMID, None)
        raise RuntimeError("allowed " + MARK)
    return dz, dz
