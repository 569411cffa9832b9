"""The host's own process: no guest may look into it, and what guests leave behind becomes its child."""

from __future__ import annotations

import contextlib
import os
import signal
import time

ENDING_SECONDS = 5


def harden() -> None:
    """Close this process's memory to others of the same user, and inherit processes whose parents die."""
    from grader.guest import kernel  # ctypes takes longer to import than all that a zygote waits for

    kernel.prctl(kernel.SET_DUMPABLE, 0)
    kernel.prctl(kernel.SET_CHILD_SUBREAPER, 1)


def end_children() -> None:
    """Kill and reap every child of this process, within a bound of time; for a process that keeps none of its own."""
    from grader.guest import kernel

    until = time.monotonic() + ENDING_SECONDS
    while (left := kernel.children()) and time.monotonic() < until:
        for child in left:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
