"""A Jupyter notebook that is handed in: the Python in its code cells."""

from __future__ import annotations

import ast
import json
import re
import warnings
from typing import Any

from grader.errors import Unreadable

OTHER_LANGUAGE = re.compile(r"\s*%%(?!(?:time|capture|prun|debug)\b)")
"""`%%bash`, `%%html` and the like: a cell that is no Python, or, as with `%%timeit`, defines nothing."""
MAGIC = re.compile(
    r"^([ \t]*+)(?:(?:[%!?]|pip |conda |[\w., \t]++=[ \t]*+[%!])(?:[^\n]*\\\n)*[^\n]*|[\w.]++\?{1,2}[ \t]*+$)",
    re.MULTILINE,
)
"""`%matplotlib inline`, `!pip install x`, `files = !ls`, `?np.sum`, `np.sum?`, and what goes on behind a backslash."""
UNTEXT = re.compile(r"[\0-\x08\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that no editor shows, and that Python or UTF-8 refuses."""


def code_cells(content: bytes, most: int) -> list[str]:
    """The Python of each code cell, in their order, of `most` characters together.

    Raises Unreadable where that cannot be said.
    """
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("not-a-notebook") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise Unreadable("no-cells")
    texts: list[str] = []
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            texts.append(_text(cell.get("source"), len(texts) + 1))
    if sum(map(len, texts)) > most:
        raise Unreadable("too-much-code", limit=most)
    return [_without_magics(text) for text in texts]


def _without_magics(text: str) -> str:
    """A cell without what only a notebook understands: `pass`, on as many lines, is in its place."""
    if OTHER_LANGUAGE.match(text):
        return ""
    if not MAGIC.search(text) or _is_python(text):  # a line of a string, or of a long expression, may look like one
        return text
    return MAGIC.sub(lambda magic: f"{magic[1]}pass" + "\n" * magic[0].count("\n"), text)


def _is_python(text: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(text)
    except (SyntaxError, RecursionError, MemoryError):
        return False
    return True


def _text(source: Any, number: int) -> str:
    lines = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        raise Unreadable("no-text-in-cell", cell=number)
    text = "".join(lines)
    if UNTEXT.search(text):
        raise Unreadable("control-characters-in-cell", cell=number)
    return text
