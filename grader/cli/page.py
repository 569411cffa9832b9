"""The report as a page: where it lies, and opening it in the browser."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from grader.errors import UserError

_to_open: list[Path] = []


def put(handed_in: Path, text: str) -> Path:
    """Write the page into `.grade/` beside what was handed in. Raises UserError where it cannot be written.

    It lies there and not among temporary files: it is found again, takes the place of the last one, and is seen by
    browsers that are shut into a box of their own, which is the home folder without /tmp.
    """
    from grader.folder_state import FOLDER, keep

    folder = handed_in if handed_in.is_dir() else handed_in.parent
    try:
        return keep(folder, "report.html", text)
    except OSError as error:
        raise UserError("cannot-write", path=folder / FOLDER / "report.html", why=error.strerror) from None


def open_at_end(page: Path) -> None:
    """Have a page opened when this process has ended all others: a browser started before would end with them."""
    _to_open.append(page)


def open_all() -> None:
    """Open what was asked for, where somebody sits before a screen; the path has been said in any case."""
    if not _to_open or not _has_screen():
        return
    import webbrowser

    with contextlib.suppress(webbrowser.Error, OSError):
        browser = webbrowser.get()
        if os.environ.get("BROWSER") or type(browser) is not webbrowser.GenericBrowser:  # that takes over the terminal
            for page in _to_open:
                browser.open(page.resolve().as_uri())


def _has_screen() -> bool:
    """Whether a window can be shown: not over SSH, nor in CI."""
    if os.environ.get("BROWSER"):
        return True
    if os.environ.get("SSH_CONNECTION") or os.environ.get("CI"):
        return False
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
