"""Files that commands write."""

from __future__ import annotations

import re
from pathlib import Path

from grader.errors import UserError

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def write(out: Path, text: str, mode: str = "w") -> None:
    """Write a text without its colours, and the end of its last line. Raises UserError where that cannot be."""
    try:
        with out.open(mode, encoding="utf-8") as file:
            file.write(COLOUR.sub("", text) + "\n")
    except OSError as error:
        raise UserError("cannot-write", path=out, why=error.strerror) from None
