"""How far a command is: one line on a terminal that the next one overwrites."""

from __future__ import annotations

import sys


def show(line: str) -> None:
    """Show the line instead of the one before; nothing where standard error is no terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{line}")
        sys.stderr.flush()
