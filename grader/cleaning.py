"""The one cleaner of text that student code wrote: nothing in it moves a cursor, ends a line, or is a CI's command."""

from __future__ import annotations

import re

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Those that Python does not call printable; a table of every character would take 5 ms to load."""
MOST = 300
COMMAND = re.compile(r"#(?=#\w*\[)")
"""`##[error]`, `##vso[task…]`, `##teamcity[…]`: some build servers take them for commands anywhere in a line.

`::error::` is one at the start of a line only: the forms see to it that no line starts with a student's text.
"""
ADDRESS = r" at 0x([0-9a-f]{6,}|[0-9a-f]*\Z)"
"""Where an object lies, as in `<function relu at 0x7f19222c6850>`: it differs from run to run, and reports may not."""


def cleaned(text: str, *, most: int = MOST, lines: bool = False) -> str:
    """The text, cut, without control, bidirectional, surrogate and unassigned characters; line breaks only if asked."""
    kept = SPACES + "\n" if lines else SPACES
    shown = "".join(c if c.isprintable() or c in kept else " " for c in text[:most])
    if " at 0x" in shown:
        shown = re.sub(ADDRESS, " at 0x…", shown)
    return COMMAND.sub("# ", shown)[:most]
