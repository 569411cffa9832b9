"""Where the files of a submission come from: a folder or a single file; no link in it is followed."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

from grader.errors import Unreadable, UserError

NAMES_SEEN = 1000
"""Where nothing answers a problem, this many names are looked at for one that nearly does."""
READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
"""A pipe in the place of a file is opened without waiting for a writer, and then told."""


class HandedIn(Protocol):
    """Files by their path, such as `gates/gate_mul.py`."""

    def read(self, path: str, most: int) -> bytes:
        """What the file at a path holds. Raises OSError where there is none, and Unreadable."""

    def names(self) -> Iterator[str]:
        """Some names of files at the top and one folder further down."""


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Folder | OneFile]:
    """What is handed in under a path, which may be a link, since whoever grades names it. Raises UserError."""
    try:
        descriptor = os.open(path, READ)
    except FileNotFoundError:
        raise UserError("no-submission", path=path) from None
    except OSError as error:
        raise UserError("cannot-read", path=path, why=error.strerror) from None
    try:
        yield Folder(descriptor) if stat.S_ISDIR(os.fstat(descriptor).st_mode) else OneFile(path.name, descriptor)
    finally:
        os.close(descriptor)


class Folder:
    """A folder, open."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def read(self, path: str, most: int) -> bytes:
        """What the file at a path holds. Raises OSError and Unreadable."""
        with _below(self.descriptor, path) as descriptor:
            return content(descriptor, most)

    def names(self) -> Iterator[str]:
        """Some names of files at the top and one folder further down."""
        for path in sorted(_listed(self.descriptor)):
            yield path
            with contextlib.suppress(OSError, Unreadable), _below(self.descriptor, path, os.O_DIRECTORY) as folder:
                yield from (f"{path}/{name}" for name in sorted(_listed(folder)))


class OneFile:
    """A single file, open; its path is its name."""

    def __init__(self, name: str, descriptor: int) -> None:
        self.name, self.descriptor = name, descriptor

    def read(self, path: str, most: int) -> bytes:
        """What it holds, under its own name. Raises OSError and Unreadable."""
        if path != self.name:
            raise FileNotFoundError
        return content(self.descriptor, most)

    def names(self) -> Iterator[str]:
        """Its own name."""
        yield self.name


def content(descriptor: int, most: int) -> bytes:
    """What an open file holds. Raises OSError, and Unreadable where it is no regular file or holds more."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("not-a-file")
    if status.st_size > most:
        raise Unreadable("too-large")
    with open(descriptor, "rb", closefd=False) as file:
        read = file.read(most + 1)
    if len(read) > most:  # it may have grown
        raise Unreadable("too-large")
    return read


@contextlib.contextmanager
def _below(folder: int, path: str, flags: int = 0) -> Iterator[int]:
    """A descriptor of what is at a path below an open folder, opened step by step, so that no link is followed.

    Raises OSError, and Unreadable where a step is a link.
    """
    first, _, rest = path.partition("/")
    try:
        opened = os.open(first, READ | os.O_NOFOLLOW | (os.O_DIRECTORY if rest else flags), dir_fd=folder)
    except OSError:
        if stat.S_ISLNK(os.stat(first, dir_fd=folder, follow_symlinks=False).st_mode):
            raise Unreadable("link", **({"file": first} if rest else {})) from None
        raise
    try:
        if not rest:
            yield opened
            return
        with _below(opened, rest, flags) as below:
            yield below
    finally:
        os.close(opened)


def _listed(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in islice(entries, NAMES_SEEN)]
