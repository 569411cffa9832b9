"""Starts the zygotes and hands out guests."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from io import FileIO
from typing import TYPE_CHECKING, Any

from grader import guest
from grader.errors import PackageMissing, UserError
from grader.sandbox.spawning import LAYERS, spawn

if TYPE_CHECKING:
    from grader.graded import Isolation

STARTING_SECONDS, REPLY_SECONDS, CLOSING_SECONDS = 300, 20, 5
"""A zygote that is silent for so long (a guest may have stopped it) is taken for dead."""
WANTED = {0: (), 1: LAYERS[:1], 2: LAYERS[:2], 3: LAYERS}
"""The layers of each level: 3 all, 2 without namespaces, 1 one of the two."""


class ZygoteDied(Exception):
    """The zygote is gone (a guest may have killed it); drop it, and a new one is started."""


class Guest:
    """A forked process that waits for a program: the socket to talk over, the pipe it prints to, and its pid.

    What is sent to it before it is forked waits for it in the socket; until then `pid` is 0. The zygote knows it by
    another `number` where it has a pid namespace.
    """

    def __init__(self, talk: socket.socket, printed: FileIO) -> None:
        self.talk, self.printed = talk, printed
        self.pid = self.number = 0

    def close(self) -> None:
        """Close the host's ends."""
        self.talk.close()
        self.printed.close()


class Zygote:
    """One preloaded interpreter that forks guests."""

    def __init__(self, pid: int, descriptor: int) -> None:
        """One that was spawned, which may be preloading still."""
        self.pid, self.control = pid, socket.socket(fileno=descriptor)
        self.owed: deque[Guest] = deque()
        """What the replies to come are about: the pid of a guest that has none yet, else its wait status."""
        self.last_status = 0
        self.hello: dict[str, Any] | None = None
        self.at_work: set[Guest] = set()
        self.control.settimeout(STARTING_SECONDS)

    def found(self) -> dict[str, Any]:
        """The layers of isolation that were found to work, and why others are missing. Raises ZygoteDied."""
        if self.hello is None:
            self.hello = json.loads(self._receive(self._number()[0]))
            self.control.settimeout(REPLY_SECONDS)
        return self.hello

    def guest(self) -> Guest:
        """A fresh guest, ordered: it is forked while the host goes on."""
        talk, theirs = socket.socketpair()
        printed, write = os.pipe()
        fresh = Guest(talk, FileIO(printed, "rb"))
        try:
            self._request(b"F", 0, [theirs.fileno(), write])
        except ZygoteDied:  # whoever waits for it will see
            with contextlib.suppress(OSError):
                self.control.shutdown(socket.SHUT_RDWR)
        theirs.close()
        os.close(write)
        self.owed.append(fresh)
        self.at_work.add(fresh)
        return fresh

    def wait_until_forked(self, fresh: Guest) -> None:
        """Wait until the guest has a pid. Raises ZygoteDied."""
        while not fresh.pid:
            self._take_reply()

    def end(self, ending: Guest) -> None:
        """Have a guest killed with all it started, without waiting for it. Raises ZygoteDied."""
        self.wait_until_forked(ending)
        self.at_work.discard(ending)
        self._request(b"E", ending.number)
        self.owed.append(ending)

    def status(self) -> int:
        """The wait status of the guest that was ended last. Raises ZygoteDied."""
        while self.owed:
            self._take_reply()
        return self.last_status

    def dismiss(self) -> None:
        """Have the zygote leave, and with it every guest it still has, without waiting for it."""
        self.control.close()

    def close(self) -> None:
        """End the zygote, and with it every guest it still has."""
        self.dismiss()
        self._reap()
        for left in (*self.at_work, *self.owed):
            left.close()

    def _reap(self) -> None:
        """Wait for the zygote, which leaves when its socket is closed; kill one that does not, or is still starting."""
        until = time.monotonic() + (CLOSING_SECONDS if self.hello else 0)
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                return
            time.sleep(0.0003)

    def _request(self, letter: bytes, pid: int, descriptors: Sequence[int] = ()) -> None:
        try:
            socket.send_fds(self.control, [guest.REQUEST.pack(letter, pid)], descriptors)
        except OSError:
            raise ZygoteDied from None

    def _take_reply(self) -> None:
        """Read the next reply; they come in the order of the requests."""
        self.found()
        number, handles = self._number()
        about = self.owed.popleft()
        if about.number:
            self.last_status = number
            about.close()  # not before it is dead: it would wake, only to be killed
        else:
            about.number = number
            about.pid = _pid_behind(handles[0]) if handles else number

    def _number(self) -> tuple[int, list[int]]:
        """A number that the zygote sends, and the descriptors that come along. Raises ZygoteDied."""
        try:
            sent, descriptors, _, _ = socket.recv_fds(self.control, guest.REPLY.size, 1)
        except OSError:
            raise ZygoteDied from None
        if len(sent) < guest.REPLY.size:
            raise ZygoteDied
        return guest.REPLY.unpack(sent)[0], descriptors

    def _receive(self, size: int) -> bytes:
        """So many bytes of the zygote's. Raises ZygoteDied."""
        try:
            sent = self.control.recv(size, socket.MSG_WAITALL)
        except OSError:
            raise ZygoteDied from None
        if len(sent) < size:
            raise ZygoteDied
        return sent


class Zygotes:
    """The zygotes of one run, each started when it is first wanted, all ended with it."""

    def __init__(self, most: int = 3, preloading: tuple[int, int] | None = None) -> None:
        """With the highest level of isolation that there is, up to `most`.

        `preloading`: what `spawn` said of a zygote that loads numpy, and has all layers of isolation.
        """
        self.layers = WANTED[most]
        self.least = 0
        """No guest is asked for below this level."""
        self.meanwhile: Callable[[], None] = lambda: None
        """Called every now and then while a guest is waited for; what it raises ends the conversation."""
        self._zygotes = {"numpy": Zygote(*preloading)} if preloading else {}

    def __enter__(self) -> Zygotes:
        return self

    def __exit__(self, *_: object) -> None:
        while self._zygotes:
            self._zygotes.popitem()[1].close()

    def dismiss(self) -> None:
        """Let the zygotes leave while the host does what needs no guest any more."""
        for zygote in self._zygotes.values():
            zygote.dismiss()

    def start(self, package: str) -> Zygote:
        """The zygote that has `package` loaded ("numpy" or "torch"); starts it if there is none.

        Raises PackageMissing, and UserError where the level that is required is not had.
        """
        if package not in self._zygotes:
            try:
                self._zygotes[package] = Zygote(*spawn(package, self.layers))
            except ModuleNotFoundError:
                key = "torch-missing" if package == "torch" else "package-missing"
                raise PackageMissing(key, package=package) from None
            if self.least:
                self.require(self.least)
        return self._zygotes[package]

    def require(self, least: int) -> None:
        """Have no guest below this level of isolation, now or later. Raises UserError where it is not had."""
        self.least = least
        if (level := self.isolation().level) < least:
            raise UserError("isolation-too-low", level=level, wanted=least)

    def isolation(self) -> Isolation:
        """How well the guests of these zygotes are kept apart: the least of them. Raises ZygoteDied."""
        from grader.graded import Isolation

        if not self._zygotes:
            self.start("numpy")
        found = [zygote.found() for zygote in self._zygotes.values()]
        landlock, seccomp, namespaces = (min(each[layer] for each in found) for layer in LAYERS)
        level = 3 if landlock and seccomp and namespaces else bool(landlock) + bool(seccomp)
        missing = {layer: why for each in found for layer, why in each["missing"].items()}
        return Isolation(level, int(landlock), bool(seccomp), bool(namespaces), missing)

    def drop(self, dead: Zygote) -> None:
        """Forget a zygote that died, so that the next start makes a new one."""
        for package, zygote in list(self._zygotes.items()):
            if zygote is dead:
                self._zygotes.pop(package).close()


def _pid_behind(handle: int) -> int:
    """The pid, as this process sees it, of the process that a descriptor stands for; the descriptor is closed."""
    with open(f"/proc/self/fdinfo/{handle}") as lines:
        pid = next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))
    os.close(handle)
    return pid
