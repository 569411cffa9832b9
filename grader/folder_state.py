"""What is remembered of a folder of answers, in its `.grade/`, such as the hints taken: never part of what is graded.

A student can write there too. So a file is read up to a bound, anything but a JSON object in an ordinary file counts
as nothing, and no link is followed, neither to read nor to write.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FOLDER = ".grade"
LARGEST = 64 * 1024
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def recall(folder: Path, name: str) -> dict[str, Any]:
    """What was remembered under a name; nothing where it is not there, or is no longer what was written."""
    try:
        with _opened(folder) as state:
            text = _text(state, name)
        remembered = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return {}
    return remembered if isinstance(remembered, dict) else {}


def remember(folder: Path, name: str, what: Mapping[str, Any]) -> bool:
    """Put this in the place of what was remembered under a name; whether that could be done."""
    try:
        keep(folder, name, json.dumps(what))
    except OSError:
        return False
    return True


def keep(folder: Path, name: str, text: str) -> Path:
    """The file of this name with this text, all at once. Raises OSError where it cannot be written."""
    written = f"{name}.new"
    is_new = False
    with contextlib.suppress(FileExistsError):
        (folder / FOLDER).mkdir()
        is_new = True
    with _opened(folder) as state:
        if is_new:
            _write(state, ".gitignore", "*\n")
        with contextlib.suppress(FileNotFoundError):
            os.unlink(written, dir_fd=state)
        _write(state, written, text)
        try:
            os.replace(written, name, src_dir_fd=state, dst_dir_fd=state)
        except OSError:
            os.unlink(written, dir_fd=state)
            raise
    return folder / FOLDER / name


def _write(state: int, name: str, text: str) -> None:
    """A file that is not there yet. Raises OSError."""
    with open(os.open(name, WRITE, 0o644, dir_fd=state), "w", encoding="utf-8", errors="replace") as file:
        file.write(text)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """A descriptor of the folder's `.grade`. Raises OSError where that is none, or a link."""
    state = os.open(folder / FOLDER, READ | os.O_DIRECTORY)
    try:
        yield state
    finally:
        os.close(state)


def _text(state: int, name: str) -> bytes:
    """What an ordinary file says. Raises OSError, and ValueError where it is none, or too large."""
    descriptor = os.open(name, READ, dir_fd=state)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            raise ValueError
        return os.read(descriptor, LARGEST)
    finally:
        os.close(descriptor)
