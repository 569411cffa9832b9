"""How an exception becomes a trouble: what the host is told of why a value is missing, in data."""

from __future__ import annotations

import errno
import linecache
import sys
from collections.abc import Collection
from typing import Any

Trouble = dict[str, Any]
"""Why a value is missing: `kind` and what belongs to it (type, message, line, source, want, got, name)."""

TEXT_MOST = 300
"""Characters of any text that is said."""
SHUT_OUT = (errno.EPERM, errno.EACCES, errno.EROFS, errno.EFBIG)
"""How the kernel refuses what a guest is locked out of."""


class Miscount(Exception):
    """`a, b = f()` where f did not return two values."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble


def told(error: BaseException, file: str, functions: Collection[str]) -> Trouble:
    """What an exception says of a program, its file and the functions it must have.

    One whose own code raises while it is looked at says nothing.
    """
    try:
        return _told(error, file, functions)
    except BaseException:
        return {"kind": "raised", "type": "", "message": "", "line": None}


def _told(error: BaseException, file: str, functions: Collection[str]) -> Trouble:
    line = _last_line(error, file)
    trouble: Trouble = {"kind": "raised", "type": type(error).__name__, "message": _text(error), "line": line}
    if line is not None:
        trouble["source"] = linecache.getline(file, line).strip()[:TEXT_MOST]
    if isinstance(error, Miscount):
        return dict(error.trouble)
    if isinstance(error, NameError) and line is None and getattr(error, "name", None) in functions:
        return {"kind": "missing-function", "name": error.name}
    if isinstance(error, SyntaxError) and line is None and error.filename in (file, None):
        source = (error.text or "").strip()[:TEXT_MOST]
        return {"kind": "syntax", "message": str(error.msg)[:TEXT_MOST], "line": error.lineno, "source": source}
    if isinstance(error, NotImplementedError) and _innermost_file(error) == file:
        trouble["kind"] = "unanswered"
    if isinstance(error, OSError) and error.errno in SHUT_OUT:
        trouble["kind"] = "shut-out"
    kinds = {MemoryError: "out-of-memory", SystemExit: "exit"}
    for exception, kind in kinds.items():
        if isinstance(error, exception):
            trouble["kind"] = kind
    if isinstance(error, ModuleNotFoundError):
        packages = [name for name in ("numpy", "torch") if name in sys.modules]
        trouble |= {"kind": "import", "name": str(error.name)[:TEXT_MOST], "packages": packages}
    return trouble


def _last_line(error: BaseException, file: str) -> int | None:
    """The line of `file` that the exception passed through last."""
    line = None
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == file:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _innermost_file(error: BaseException) -> str | None:
    """The file of the frame that raised."""
    traceback, file = error.__traceback__, None
    while traceback is not None:
        file, traceback = traceback.tb_frame.f_code.co_filename, traceback.tb_next
    return file


def _text(error: BaseException) -> str:
    try:
        return str(error)[:TEXT_MOST]
    except BaseException:  # a student's __str__ may raise anything
        return ""
