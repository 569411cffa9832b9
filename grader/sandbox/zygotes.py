"""Starts the zygotes and hands out guests. Light to import: a zygote starts before the host's own imports."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import socket
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from grader import guest
from grader.errors import PackageMissing

PACKAGES = {
    "numpy": ("numpy",),
    "torch": (
        "numpy", "torch", "torchgen", "functorch", "typing_extensions", "sympy", "mpmath", "networkx",
        "jinja2", "markupsafe", "filelock", "fsspec", "packaging",
    ),
}  # fmt: skip
PRELOAD = {"numpy": ["numpy", "numpy.random", "numpy.linalg"], "torch": ["numpy", "numpy.random", "torch"]}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
START = "import sys; sys.path.insert(0, sys.argv[1]); import guest.zygote as z; sys.path.pop(0); z.main()"

STARTING_SECONDS, REPLY_SECONDS, CLOSING_SECONDS = 300, 20, 5
"""A zygote that is silent for so long (a guest may have stopped it) is taken for dead."""
SPARE_GUESTS = 4
"""Guests forked in advance: while the host imports, the zygote has nothing else to do."""


class ZygoteDied(Exception):
    """The zygote is gone (a guest may have killed it); drop it, and a new one is started."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A forked process that waits for a program: its pid, the socket to talk over, the pipe it prints to."""

    pid: int
    talk: socket.socket
    printed: FileIO

    def close(self) -> None:
        """Close the host's ends."""
        self.talk.close()
        self.printed.close()


class Zygote:
    """One preloaded interpreter, and some guests forked in advance."""

    def __init__(self, package: str) -> None:
        """Start the interpreter; it preloads and forks the first guests while the host goes on.

        Raises PackageMissing.
        """
        places = {name: place for name in PACKAGES[package] if (place := _place(name))}
        if package not in places:
            raise PackageMissing("torch-missing" if package == "torch" else "package-missing", package=package)
        self.control, theirs = socket.socketpair()
        os.set_inheritable(theirs.fileno(), True)
        setup = json.dumps({"places": places, "preload": PRELOAD[package]})
        root = str(Path(str(guest.__file__)).parent.parent)
        argv = [sys.executable, "-P", "-s", "-S", "-c", START, root, str(theirs.fileno()), setup]
        null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1)]
        environment = ONE_THREAD | {"PYTHONHASHSEED": "0"}
        self.pid = os.posix_spawn(sys.executable, argv, environment, file_actions=null, setsid=True)
        theirs.close()
        self.owed: deque[bytes] = deque()
        self.ordered: deque[tuple[socket.socket, FileIO]] = deque()
        self.spare: deque[Guest] = deque()
        self.last_status = 0
        self.at_work: set[int] = set()
        self.control.settimeout(STARTING_SECONDS)
        with contextlib.suppress(ZygoteDied):  # whoever asks for a guest will see
            for _ in range(SPARE_GUESTS):
                self._order()

    def guest(self) -> Guest:
        """A fresh guest; another is forked meanwhile. Raises ZygoteDied."""
        self._order()
        while not self.spare:
            self._take_reply()
        self.control.settimeout(REPLY_SECONDS)
        fresh = self.spare.popleft()
        self.at_work.add(fresh.pid)
        return fresh

    def end(self, ending: Guest) -> None:
        """Have a guest killed with all it started, without waiting for it. Raises ZygoteDied."""
        self.at_work.discard(ending.pid)
        self._request(b"E", ending.pid)
        ending.close()  # after, not before: it would wake the guest, only to be killed

    def status(self) -> int:
        """The wait status of the guest that was ended last. Raises ZygoteDied."""
        while self.owed:
            self._take_reply()
        return self.last_status

    def close(self) -> None:
        """End the zygote, and with it every guest it still has."""
        self.control.settimeout(CLOSING_SECONDS)
        with contextlib.suppress(ZygoteDied):
            for pid in self.at_work:
                self._request(b"E", pid)
            self.status()
        self.control.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)  # what guests it still has never got a program, and die with it
        os.waitpid(self.pid, 0)
        for spare in self.spare:
            spare.close()
        for talk, printed in self.ordered:
            talk.close()
            printed.close()

    def _order(self) -> None:
        """Ask for a guest without waiting for it."""
        talk, theirs = socket.socketpair()
        printed, write = os.pipe()
        self.ordered.append((talk, FileIO(printed, "rb")))
        self._request(b"F", 0, [theirs.fileno(), write])
        theirs.close()
        os.close(write)

    def _request(self, letter: bytes, pid: int, descriptors: Sequence[int] = ()) -> None:
        try:
            socket.send_fds(self.control, [guest.REQUEST.pack(letter, pid)], descriptors)
        except OSError:
            raise ZygoteDied from None
        self.owed.append(letter)

    def _take_reply(self) -> None:
        """Read the next reply; they come in the order of the requests."""
        try:
            reply = self.control.recv(guest.REPLY.size, socket.MSG_WAITALL)
        except OSError:
            raise ZygoteDied from None
        if len(reply) < guest.REPLY.size:
            raise ZygoteDied
        [number] = guest.REPLY.unpack(reply)
        if self.owed.popleft() == b"F":
            self.spare.append(Guest(number, *self.ordered.popleft()))
        else:
            self.last_status = number


class Zygotes:
    """The zygotes of one run, each started when it is first wanted, all ended with it."""

    def __init__(self) -> None:
        self._zygotes: dict[str, Zygote] = {}

    def __enter__(self) -> Zygotes:
        return self

    def __exit__(self, *_: object) -> None:
        while self._zygotes:
            self._zygotes.popitem()[1].close()

    def start(self, package: str) -> Zygote:
        """The zygote that has `package` loaded ("numpy" or "torch"); starts it if there is none.

        Raises PackageMissing.
        """
        if package not in self._zygotes:
            self._zygotes[package] = Zygote(package)
        return self._zygotes[package]

    def drop(self, dead: Zygote) -> None:
        """Forget a zygote that died, so that the next start makes a new one."""
        for package, zygote in list(self._zygotes.items()):
            if zygote is dead:
                self._zygotes.pop(package).close()


def _place(package: str) -> str | None:
    """The folder on this interpreter's path that holds a top-level package; it is not imported."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin)
    return str(file.parent.parent if spec.submodule_search_locations else file.parent)
