"""What is sent to a guest and heard from it, within bounds that it cannot move."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import time
from collections.abc import Callable

from grader.guest.wire import PREFIX, MalformedFrame, Value, decode, frame_size
from grader.model import Verdict
from grader.sandbox.zygotes import Guest

POLL_SECONDS = 0.02
WALL_OVER_CPU = 5
"""A call that waits without computing may take this many times its CPU time."""
PRINTED_KEPT = 1 << 16
PRINTED_MOST = 1 << 22
SAID_MOST = 1 << 24
"""Bytes of a message that is no answer: what loading said, or values along a line."""


class Ended(Exception):
    """The guest is over: by itself, or because it broke a bound."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


class Bounded:
    """One guest, talked to under a bound of time and of bytes."""

    def __init__(self, guest: Guest, seconds: float, patience: float, meanwhile: Callable[[], None]) -> None:
        """One call may compute for so many seconds, and all of them sleep as long as there is patience."""
        self.guest, self.meanwhile = guest, meanwhile
        self.seconds = seconds
        self.patience = patience
        self.ran = (0.0, 0.0)
        self.most = SAID_MOST
        self.outbox: list[memoryview] = []
        self.received = bytearray()
        self.printed = bytearray()
        self.printed_count = 0
        self.printing = True
        self.poll = select.poll()
        self.poll.register(guest.printed, select.POLLIN)
        guest.talk.setblocking(False)

    def send(self, *frames: bytes) -> None:
        """Send frames as far as they go at once; the rest goes while waiting for a reply."""
        self.outbox.append(memoryview(b"".join(frames)))
        self._push()

    def receive(self, most: int = SAID_MOST) -> dict[str, Value]:
        """The next message, of at most so many bytes. Raises Ended where the guest is over, or over a bound."""
        return message_of(self.receive_frame(most))

    def receive_frame(self, most: int = SAID_MOST) -> bytes:
        """The bytes of the next message. Raises Ended where the guest is over, or over a bound."""
        self.most = most
        if (size := self._size()) is not None and len(self.received) >= size:
            return self._take(size)
        looked = time.monotonic()
        wall = looked + WALL_OVER_CPU * self.seconds
        cpu = self._cpu() + self.seconds
        while (size := self._size()) is None or len(self.received) < size:
            events = select.POLLIN | (select.POLLOUT if self.outbox else 0)
            self.poll.register(self.guest.talk, events)
            polled = dict(self.poll.poll(POLL_SECONDS * 1000))
            if self.printing and polled.get(self.guest.printed.fileno()):
                self._hear()
            if polled.get(self.guest.talk.fileno()):
                self._push()
                self._pull()
            if (passed := time.monotonic() - looked) >= POLL_SECONDS:
                looked += passed
                self.meanwhile()
                wall += self._count_sleep(passed)
                self._check_time(cpu, wall)
        return self._take(size)

    def _take(self, size: int) -> bytes:
        frame = bytes(self.received[:size])
        del self.received[:size]
        return frame

    def drain(self) -> None:
        """Take what is still in the output pipe."""
        if self.guest.printed.closed:
            return  # with its zygote
        os.set_blocking(self.guest.printed.fileno(), False)
        with contextlib.suppress(Ended):  # it is over already
            while self.printing and self.printed_count < PRINTED_MOST:
                before = self.printed_count
                self._hear()
                if self.printed_count == before:
                    return

    def _size(self) -> int | None:
        """How long the frame is that is coming in, once that is known."""
        if len(self.received) < PREFIX.size:
            return None
        try:
            size = frame_size(self.received)
        except MalformedFrame:
            raise Ended(Verdict.MALFORMED) from None
        if size > self.most:
            raise Ended(Verdict.MALFORMED)
        return size

    def _push(self) -> None:
        try:
            while self.outbox:
                sent = self.guest.talk.send(self.outbox[0])
                self.outbox[0] = self.outbox[0][sent:]
                if not self.outbox[0]:
                    del self.outbox[0]
        except BlockingIOError:
            pass
        except OSError:
            self.outbox.clear()  # it is gone: reading will say so

    def _pull(self) -> None:
        try:
            more = self.guest.talk.recv(1 << 20)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            raise Ended(Verdict.CRASHED)
        self.received += more

    def _hear(self) -> None:
        """Read what the guest prints; keep the first part, count the rest."""
        more = self.guest.printed.read(1 << 16)
        if more == b"":
            self.printing = False
            self.poll.unregister(self.guest.printed)
        if not more:
            return
        self.printed_count += len(more)
        self.printed += more[: PRINTED_KEPT - len(self.printed)]
        if self.printed_count > PRINTED_MOST:
            raise Ended(Verdict.TOO_MUCH_OUTPUT)

    def _cpu(self) -> float:
        """Seconds of processor time the guest has used; 0 where the system does not tell."""
        if sys.platform != "linux":
            return 0.0
        try:
            return time.clock_gettime(~self.guest.pid << 3 | 2)  # the kernel's number for a process's clock
        except OSError:
            return 0.0

    def _count_sleep(self, passed: float) -> float:
        """Take what was slept in the time that passed from `patience`; the seconds that a processor was waited for."""
        if sys.platform != "linux":
            return 0.0  # it cannot be told
        ran = (self._cpu(), self._queued())
        if all(now - before < passed / 10 for now, before in zip(ran, self.ran, strict=True)):
            self.patience -= passed
        waited = min(max(ran[1] - self.ran[1], 0.0), passed)
        self.ran = ran
        return waited

    def _queued(self) -> float:
        """Seconds that the guest has waited for a processor; 0 where the system does not tell."""
        try:
            with open(f"/proc/{self.guest.pid}/schedstat") as numbers:
                return int(numbers.read().split()[1]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def _check_time(self, cpu: float, wall: float) -> None:
        if self._cpu() > cpu or time.monotonic() > wall or self.patience < 0:
            raise Ended(Verdict.OUT_OF_TIME)


def message_of(frame: bytes) -> dict[str, Value]:
    """What a frame says. Raises Ended where it is not a message."""
    try:
        message = decode(frame)
    except MalformedFrame:
        raise Ended(Verdict.MALFORMED) from None
    if not isinstance(message, dict):
        raise Ended(Verdict.MALFORMED)
    return message
