"""The one cleaner of text that student code wrote: nothing in it moves a cursor, ends a line, or is a CI's command."""

from __future__ import annotations

import re
import unicodedata

MOST = 300
COMMAND = re.compile(r"#(?=#\w*\[)")
"""`##[error]`, `##vso[task…]`, `##teamcity[…]`: some build servers take them for commands anywhere in a line.

`::error::` is one at the start of a line only: the forms see to it that no line starts with a student's text.
"""


def cleaned(text: str, *, most: int = MOST, lines: bool = False) -> str:
    """The text, cut, without control, bidirectional, surrogate and unassigned characters; line breaks only if asked."""
    shown = "".join(c if (lines and c == "\n") or _is_shown(c) else " " for c in text[:most])
    return COMMAND.sub("# ", shown)[:most]


def _is_shown(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] != "C" and category not in ("Zl", "Zp")
