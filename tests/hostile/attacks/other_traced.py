"""Seizes another process as a debugger does.

row: parent-memory
stopped_at: 2
shows: signal
"""

import contextlib
import ctypes
import os
import signal
import time

LIBC = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH, PTRACE_DETACH = 16, 17


def gate_mul_backward(x, y, dz):
    victim = int("@VICTIM@")
    LIBC.ptrace(PTRACE_ATTACH, victim, None, None)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(victim, 0)
    LIBC.ptrace(PTRACE_DETACH, victim, None, signal.SIGSTOP)  # left to its fate by a debugger that dies, it may run on
    time.sleep(0.05)
    os._exit(0)
