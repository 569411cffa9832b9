"""A terminal with one line at the bottom and keys that need no return; where there is none, plain lines."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import sys
import termios
import time
from types import FrameType
from typing import Any

from grader.cli.writing import COLOUR, may_colour

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
LEFT = "q"
KEYS_MOST = 100


class Screen:
    """Standard input and output while a command runs on; what it changes of a terminal is put back, whatever happens.

    A signal that would end the process is the key "q", so that the command ends in its own time.
    """

    def __init__(self) -> None:
        dumb = os.environ.get("TERM") == "dumb"
        self.is_terminal = sys.stdin.isatty() and sys.stdout.isatty() and not dumb
        self.colour = may_colour()
        self.signal = 0
        """The one that ended the command."""
        self.bottom = ""
        self.is_back = False
        """Whether the process was stopped, and its bottom line is to be shown again."""
        self.handlers: dict[int, Any] = {}
        self.attributes: list[Any] = []

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return shutil.get_terminal_size((100, 24)).columns if self.is_terminal else 100

    def __enter__(self) -> Screen:
        handlers: dict[int, Any] = dict.fromkeys(STOPPING, self._stop)
        if self.is_terminal:
            self.attributes = termios.tcgetattr(0)
            handlers |= {signal.SIGTSTP: self._suspend, signal.SIGCONT: self._resume}
        for number, handler in handlers.items():
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup and job control would have it
                self.handlers[number] = signal.signal(number, handler)
        self._take_keys()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.status("")
        finally:
            if self.is_terminal:
                self._give_back()
            for number, handler in self.handlers.items():
                signal.signal(number, handler)

    def wait(self, seconds: float) -> str:
        """The keys that are pressed, waiting for so long at most; "q" where a signal or the end of input came."""
        if self.is_back:
            self.is_back = False
            self.status(self.bottom)
        if not self.is_terminal:
            time.sleep(seconds)
        elif select.select([0], [], [], seconds)[0] and self._is_ours():
            typed = self._read()
            if not typed:
                return LEFT
            if b"\x1b" not in typed and not self.signal:  # arrows and the like send letters too
                return typed.decode("utf-8", "replace")
        return LEFT if self.signal else ""

    def say(self, text: str) -> None:
        """Show lines above the one at the bottom."""
        text = text if self.colour else COLOUR.sub("", text)
        self._write(f"{self._erase()}{text}\n{self._shown()}")

    def status(self, text: str) -> None:
        """Show another line at the bottom."""
        if self.is_terminal:
            self.bottom = text
            self._write(self._erase() + self._shown())

    def _read(self) -> bytes:
        """The keys that wait; none where the terminal is gone."""
        try:
            return os.read(0, KEYS_MOST)
        except OSError:
            return b""

    def _write(self, text: str) -> None:
        """Write it, unless the terminal is gone: then leave as a hangup would have it, which may not have come yet."""
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except OSError:
            if not self.is_terminal:
                raise
            self.signal = self.signal or signal.SIGHUP

    def _erase(self) -> str:
        return "\r\x1b[K" if self.is_terminal else ""

    def _shown(self) -> str:
        """As much of the bottom line as fits: were it to wrap, it could not be erased."""
        from grader.reports.columns import wrapped

        return wrapped(self.bottom, max(self.width - 1, 1))[0] if self.is_terminal else ""

    def _is_ours(self) -> bool:
        """Whether keys are for us: reading in the background would stop the process."""
        try:
            return os.tcgetpgrp(0) == os.getpgrp()
        except OSError:
            return True

    def _take_keys(self) -> None:
        """Have keys come one by one, unseen; signals are still sent by Ctrl-C and Ctrl-Z."""
        if self.is_terminal and self._is_ours():
            with contextlib.suppress(termios.error):  # it is gone
                raw = termios.tcgetattr(0)
                raw[3] &= ~(termios.ICANON | termios.ECHO)
                raw[6] = [*raw[6]]
                raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
                termios.tcsetattr(0, termios.TCSADRAIN, raw)

    def _give_back(self) -> None:
        if self.attributes and self._is_ours():
            with contextlib.suppress(termios.error):
                termios.tcsetattr(0, termios.TCSADRAIN, self.attributes)

    def _stop(self, number: int, _: FrameType | None) -> None:
        """Leave soon; at once where it is asked for again."""
        if self.signal:
            raise KeyboardInterrupt
        self.signal = number

    def _suspend(self, number: int, _: FrameType | None) -> None:
        self._give_back()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        self._resume()  # whoever has nobody to wake it is not stopped

    def _resume(self, *_: object) -> None:
        signal.signal(signal.SIGTSTP, self._suspend)
        self._take_keys()
        self.is_back = True
