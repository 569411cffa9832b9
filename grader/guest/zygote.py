"""The zygote: imports numpy (or numpy and torch) once, then forks a guest for each request of the host.

It is started by exec with an empty environment and holds no source, no answer and nothing else of the host.
A request is one letter and a number: `F` (fork a guest; its socket and its output pipe come along) is answered
with the guest's pid, `E pid` (end that guest and all it started) with its wait status.
"""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import gc
import importlib
import importlib.machinery
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from types import ModuleType

from . import OUT_OF_MEMORY, REPLY, REQUEST

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


class PackageFinder:
    """Finds the listed top-level packages where the host says they are, and no others beside the standard library."""

    def __init__(self, places: dict[str, str]) -> None:
        self.places = places

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of a listed package; None leaves everything else to the standard finders."""
        if path is not None or name not in self.places:
            return None
        return importlib.machinery.PathFinder.find_spec(name, [self.places[name]])


def main() -> None:
    """Preload, then fork and end guests until the host closes the control socket (descriptor in argv)."""
    control = socket.socket(fileno=int(sys.argv[2]))
    setup = json.loads(sys.argv[3])
    sys.meta_path.insert(0, PackageFinder(setup["places"]))
    from . import answering  # it needs numpy, which the finder has just made importable

    for name in setup["preload"]:
        importlib.import_module(name)
    if "torch" in setup["preload"]:
        sys.modules["torch"].set_num_threads(1)
    vars(builtins).update(exit=sys.exit, quit=sys.exit)  # as `site` would have
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    gc.collect()
    gc.freeze()
    guests: set[int] = set()
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):  # the host is gone
        while _serve_one(control, guests, answering.serve):
            pass
    while guests:
        _end(guests.pop(), guests)
    os._exit(0)


def _serve_one(control: socket.socket, guests: set[int], serve: Callable[[socket.socket], None]) -> bool:
    """Do what one request asks; False where the host has closed the socket."""
    request, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 2)
    if len(request) < REQUEST.size:
        return False
    letter, pid = REQUEST.unpack(request)
    if letter == b"E":
        guests.discard(pid)
        control.sendall(REPLY.pack(_end(pid, guests)))
        return True
    pid = os.fork()
    if pid == 0:
        control.close()
        _be_guest(serve, *descriptors)
    for descriptor in descriptors:
        os.close(descriptor)
    guests.add(pid)
    control.sendall(REPLY.pack(pid))
    return True


def _be_guest(serve: Callable[[socket.socket], None], talk: int, printed: int) -> None:
    """Turn the forked child into a guest that serves its socket and never returns."""
    os.setsid()
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(printed, 1)
    os.dup2(printed, 2)
    if talk != 3:
        os.dup2(talk, 3)
    os.closerange(4, os.sysconf("SC_OPEN_MAX"))
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    try:
        serve(socket.socket(fileno=3))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException:
        os._exit(1)  # without a word: what is printed here is the student's
    os._exit(0)


def _end(pid: int, guests: set[int]) -> int:
    """Kill a guest, its process group and whatever it left behind; return the guest's wait status."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # gone already, or not yet a group of its own
            kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    while orphans := _children() - guests:
        for orphan in orphans:
            os.kill(orphan, signal.SIGKILL)
            os.waitpid(orphan, 0)
    return status


def _children() -> set[int]:
    """The children of this process, those included that a subreaper inherits; none where /proc cannot tell."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as children:
            return {int(pid) for pid in children.read().split()}
    except OSError:
        return set()


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        LIBC.prctl(option, value, 0, 0, 0)
