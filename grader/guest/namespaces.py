"""Namespaces of the kernel: the zygote enters its own once; each guest becomes the first process of another.

Inside there is no other process to see or reach, no network and no shared memory with the rest of the machine, the
whole file tree is read-only, and what a guest started ends with it.

Sources: namespaces(7), pid_namespaces(7), user_namespaces(7).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Callable

from .kernel import LIBC, checked, die_with_parent

USER, PID, NET, MOUNT, IPC = 0x10000000, 0x20000000, 0x40000000, 0x00020000, 0x08000000
MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE, RDONLY = 442, -100, 0x8000, 1
MS_RDONLY, MS_REC, MS_PRIVATE = 1, 0x4000, 0x40000


class Namespaces:
    """The pid namespace of this zygote, to which it returns after each fork."""

    def __init__(self) -> None:
        self.own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def hide_processes(self) -> None:
        """Cover /proc, whose folders would tell of every process of the machine. Raises OSError."""
        checked("cover /proc", LIBC.mount(b"none", b"/proc", b"tmpfs", MS_RDONLY, None))

    def fork(self) -> int:
        """Fork a child that is the first process of a pid namespace of its own. Raises OSError."""
        checked("unshare pid", LIBC.unshare(PID))
        pid = os.fork()
        if pid:
            checked("setns", LIBC.setns(self.own, PID))
        return pid


def enter(close: Callable[[], None], meanwhile: Callable[[], None]) -> Namespaces | str:
    """Go on as the first process of new namespaces; or, where the system has none for us, as before, and say why.

    Two small processes stay behind and wait, so that whoever started us sees one child; they `close` what they must
    not keep open, and the outer one, which can still write files, does something `meanwhile`. The attempt is made in a
    child, because it can be refused half-way.
    """
    if sys.platform != "linux":
        return f"{sys.platform} has none"
    read, write = os.pipe()
    outer = os.fork()
    if outer == 0:
        os.close(read)
        inner = _unshared(write)
        if inner is not None:
            close()
            os.close(write)
            os.waitpid(inner, 0)
            os._exit(0)
        die_with_parent()
        namespaces = Namespaces()
        try:
            os.write(write, b"entered")
        except BrokenPipeError:  # whoever started us has gone meanwhile, and there is nobody to tell
            os._exit(0)
        os.close(write)
        return namespaces
    os.close(write)
    with open(read, "rb") as answer:
        said = answer.read()
    if said == b"entered":
        close()
        meanwhile()
        os.waitpid(outer, 0)
        os._exit(0)
    os.waitpid(outer, 0)
    return said.decode() or "the process that tried it died"


def _unshared(write: int) -> int | None:
    """Enter new namespaces and fork their first process: None in it, its pid in the other. Leaves where refused."""
    try:
        uid, gid = os.geteuid(), os.getegid()
        checked("unshare", LIBC.unshare(USER | PID | NET | MOUNT | IPC))
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
        die_with_parent()
        checked("mount private", LIBC.mount(None, b"/", None, MS_REC | MS_PRIVATE, None))
        read_only = (ctypes.c_uint64 * 4)(RDONLY, 0, 0, 0)
        checked("read-only", LIBC.syscall(MOUNT_SETATTR, AT_FDCWD, b"/", AT_RECURSIVE, read_only, 32))
        return os.fork() or None
    except OSError as error:
        with contextlib.suppress(BrokenPipeError):
            os.write(write, str(error).encode())
        os._exit(1)
