"""The families of mistakes: all of them as a table, and one to read."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from typer import style

from grader.words import Language, say

if TYPE_CHECKING:
    from grader.diagnosis.families import Family

CHINESE = r"\u2e80-\u9fff\uff00-\uffef"
OPENING, CLOSING = r"\uff08\u201c", r"\u3001\u3002\uff09\uff0c\uff1a\uff1b\uff1f\u201d"
CODE = rf"[^\s`{CHINESE}]*`[^`\n]*`[^\s`{CHINESE}]*"
PIECE = re.compile(rf"[{OPENING}]*(?:{CODE}|[{CHINESE}]|[^\s{CHINESE}]+)[{CLOSING}]*\s*")
"""What stays on one line: a piece of code, a word or a Chinese character, with the signs that open and close it."""
NARROWEST = 30


def as_table(families: Mapping[str, Family], language: Language, width: int) -> str:
    """Code, name and message of each, below a heading for each letter."""
    names = max(len(family.name) for family in families.values())
    lines = []
    for letter, codes in itertools.groupby(families, key=lambda code: code[0]):
        lines.append(style(f"{letter}  {say(language, f'mistakes-{letter}')}", bold=True))
        for code in codes:
            start = f"{code:<5}{families[code].name:<{names}}  "
            first, *rest = wrapped(families[code].message[language], max(width - len(start), NARROWEST))
            lines += [start + first, *(" " * len(start) + line for line in rest)]
        lines.append("")
    return "\n".join([*lines, say(language, "explain-next", count=len(families))])


def as_text(code: str, family: Family, language: Language, width: int) -> str:
    """One family: message, hint, example, lecture."""
    message, hint, lecture = (text[language] for text in (family.message, family.hint, family.lecture))
    return "\n".join(
        [
            style(f"{code}  {family.name}", bold=True),
            *wrapped(message, width),
            *wrapped(say(language, "explain-hint", hint=hint), width),
            "",
            *(f"    {line}".rstrip() for line in family.example.rstrip().splitlines()),
            "",
            *wrapped(say(language, "show-lecture", lecture=lecture), width),
        ]
    )


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
