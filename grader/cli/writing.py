"""What commands write: to files, and whether in colours."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from grader.errors import UserError

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def may_colour() -> bool:
    """Whether standard output shows colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """How wide the terminal is that standard output goes to; in a file or a pipe there is room for everything."""
    try:
        return os.get_terminal_size(1).columns or sys.maxsize
    except OSError:
        return sys.maxsize


def write(out: Path, text: str, mode: str = "w") -> None:
    """Write a text without its colours, and the end of its last line. Raises UserError where that cannot be.

    A byte of a file name that is no text is written as "?", as it is at a terminal.
    """
    try:
        with out.open(mode, encoding="utf-8", errors="replace") as file:
            file.write(COLOUR.sub("", text) + "\n")
    except OSError as error:
        raise UserError("cannot-write", path=out, why=error.strerror) from None
