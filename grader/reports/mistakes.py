"""The families of mistakes: all of them as a table, and one to read."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from typer import style

from grader.reports.columns import wrapped
from grader.words import Language, say

if TYPE_CHECKING:
    from grader.diagnosis.families import Family

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
