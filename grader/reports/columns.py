"""Columns of a terminal: how many a text takes, and its lines in so many."""

from __future__ import annotations

import re
import unicodedata

CHINESE = r"\u2e80-\u9fff\uff00-\uffef"
OPENING, CLOSING = r"\uff08\u201c", r"\u3001\u3002\uff09\uff0c\uff1a\uff1b\uff1f\u201d"
CODE = rf"[^\s`{CHINESE}]*`[^`\n]*`[^\s`{CHINESE}]*"
PIECE = re.compile(rf"[{OPENING}]*(?:{CODE}|[{CHINESE}]|[^\s{CHINESE}]+)[{CLOSING}]*\s*")
"""What stays on one line: a piece of code, a word or a Chinese character, with the signs that open and close it."""


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text in this many columns; Chinese has no spaces to break at, and takes two a character."""
    lines = [""]
    for piece in PIECE.findall(text):
        if lines[-1] and columns(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
