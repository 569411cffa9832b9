"""Plain calls of the kernel through ctypes: nothing to compile, and nothing that a fork could break."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
SET_PDEATHSIG, SET_DUMPABLE, SET_CHILD_SUBREAPER = 1, 4, 36


def checked(what: str, returned: int) -> int:
    """What a call of the kernel returned. Raises OSError where it failed."""
    if returned < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return returned


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process, where the system has it."""
    if sys.platform == "linux":
        LIBC.prctl(option, value, 0, 0, 0)


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that forked it ends."""
    prctl(SET_PDEATHSIG, signal.SIGKILL)


def children() -> set[int]:
    """The children of this process, those included that a subreaper inherits; none where /proc cannot tell."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as pids:
            return {int(pid) for pid in pids.read().split()}
    except OSError:
        return set()
