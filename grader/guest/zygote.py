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
import importlib.util
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from types import ModuleType

from . import OUT_OF_MEMORY, REPLY, REQUEST

LIBC = ctypes.CDLL(None)
NICE = 10
"""Guests let the host go first: there are many of them, and it is what they would all wait for."""
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


class SeededLoader(importlib.machinery.SourceFileLoader):
    """Loads a module and seeds it: a first import in the middle of a call must not bring chance into it."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code, then its `seed`."""
        super().exec_module(module)
        module.seed(0)


class PackageFinder:
    """Finds the listed top-level packages where the host says they are, and no others beside the standard library."""

    def __init__(self, places: dict[str, str]) -> None:
        self.places = places

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of a listed package, or of numpy.random; None leaves everything else to the standard finders."""
        if name == "numpy.random":
            file = os.path.join(self.places["numpy"], "numpy", "random", "__init__.py")
            return importlib.util.spec_from_file_location(name, file, loader=SeededLoader(name, file))
        if path is not None or name not in self.places:
            return None
        return importlib.machinery.PathFinder.find_spec(name, [self.places[name]])


def main() -> None:
    """Preload, then fork and end guests until the host closes the control socket.

    argv holds the socket's descriptor, what to preload, and where each allowed package is.
    """
    gc.disable()  # what is imported stays
    control = socket.socket(fileno=int(sys.argv[2]))
    preload = sys.argv[3].split(",")
    sys.meta_path.insert(0, PackageFinder(dict(place.split("=", 1) for place in sys.argv[4:])))
    from . import answering  # it needs numpy, which the finder has just made importable

    for name in preload:
        importlib.import_module(name)
    if "torch" in preload:
        sys.modules["torch"].set_num_threads(1)
    answering.rehearse()
    vars(builtins).update(exit=sys.exit, quit=sys.exit)  # as `site` would have
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
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
    gc.enable()
    os.nice(NICE)
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
