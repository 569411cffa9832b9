"""What a student hands in: read once, bounded, hashed, and graded from memory; no link in it is followed."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from grader.cleaning import cleaned
from grader.course import Course
from grader.errors import UserError
from grader.frozen import frozen
from grader.sha256 import sha256

LARGEST_FILE = 256 * 1024
LARGEST_SUBMISSION = 4 * 1024 * 1024
NAMES_SEEN = 1000
"""Where nothing answers a problem, this many names are looked at for one that nearly does."""
READ = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
"""A pipe in the place of a file is opened without waiting for a writer, and then told."""
CONTROL = re.compile(r"[\0-\x08\x0b\x0e-\x1f\x7f]")
"""Null bytes, which Python refuses, and their kin; a guest would get each as six characters, in a message too long."""
DECLARES_CODING = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*([-.\w]+)", re.ASCII)
NO_CODE = re.compile(r"[ \t\f]*(#|$)")


@frozen
class StudentFile:
    """The file that answers one problem; `trouble` where its text cannot be graded."""

    path: str
    source: str = ""
    trouble: Mapping[str, Any] | None = None


@frozen
class Submission:
    """The files of a submission, by problem."""

    path: str
    sha256: str
    files: Mapping[str, StudentFile]


def load_submission(path: Path, course: Course) -> Submission:
    """The submission in a folder (`gates/gate_mul.py`, or flat `gate_mul.py`) or in a single file.

    The path itself may be a link, since whoever grades names it. Raises UserError where there is no such path, or
    nothing in it answers a problem of the course.
    """
    files = {}
    with _HandedIn(path) as handed_in:
        for name in course.ids:
            found = handed_in.answers(course, name)
            if len(found) > 1:
                paths = [file.path for file in found]
                files[name] = StudentFile(paths[0], trouble={"kind": "unreadable", "why": "two-files", "files": paths})
            elif found:
                files[name] = _unless_template(found[0], course.template(name))
        if not files:
            raise UserError("nothing-answered", path=path, near=_near(handed_in, course))
    return Submission(str(path), handed_in.digest.hexdigest(), files)


def is_answered(folder: Path, course: Course, name: str) -> bool:
    """Whether a folder has a file for a problem that can be read and is no longer the template."""
    if not folder.is_dir():
        return False
    with _HandedIn(folder) as handed_in:
        found = handed_in.answers(course, name)
    return bool(found) and _unless_template(found[0], course.template(name)).trouble is None


def _unless_template(file: StudentFile, template: Path) -> StudentFile:
    """The file, with `unanswered` as its trouble where it is what the student started from."""
    untouched = file.trouble is None and template.is_file() and template.read_text("utf-8") == file.source
    return StudentFile(file.path, file.source, {"kind": "unanswered"}) if untouched else file


class _HandedIn:
    """A folder or a single file, open; each file in it is read once, hashed, and counted against a bound of all."""

    def __init__(self, path: Path) -> None:
        """Raises UserError where there is no such path, or it cannot be opened."""
        try:
            self.descriptor = os.open(path, READ)
        except FileNotFoundError:
            raise UserError("no-submission", path=path) from None
        except OSError as error:
            raise UserError("cannot-read", path=path, why=error.strerror) from None
        self.name = path.name
        self.is_folder = stat.S_ISDIR(os.fstat(self.descriptor).st_mode)
        self.digest = sha256()
        self.left = LARGEST_SUBMISSION

    def __enter__(self) -> _HandedIn:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)

    def answers(self, course: Course, name: str) -> list[StudentFile]:
        """The files that answer a problem: in its module's folder, and at the top."""
        file = f"{name.replace('-', '_')}.py"
        if not self.is_folder and file != self.name:
            return []
        places = [f"{course.module_of(name)}/{file}", file] if self.is_folder else [file]
        return [found for place in places if (found := self._file(place)) is not None]

    def names(self) -> Iterator[str]:
        """Some names of files at the top and one folder further down; of a single file, its own."""
        if not self.is_folder:
            yield self.name
            return
        for place in sorted(_listed(self.descriptor)):
            yield place
            with contextlib.suppress(OSError, _Unreadable), _opened(self.descriptor, place, os.O_DIRECTORY) as folder:
                yield from (f"{place}/{name}" for name in sorted(_listed(folder)))

    def _file(self, place: str) -> StudentFile | None:
        """The file at a place, None where there is none."""
        try:
            if not self.is_folder:
                return StudentFile(place, self._text(self.descriptor, place))
            with _opened(self.descriptor, place) as descriptor:
                return StudentFile(place, self._text(descriptor, place))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            trouble = {"why": "cannot-open"}
        except _Unreadable as unreadable:
            trouble = unreadable.trouble
        trouble = {"kind": "unreadable", "file": place, **trouble}
        self.digest.update(f"{trouble['file']}\0{trouble['why']}\0".encode())
        return StudentFile(trouble["file"], trouble=trouble)

    def _text(self, descriptor: int, place: str) -> str:
        """What an open file says. Raises OSError and _Unreadable."""
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _Unreadable("not-a-file")
        self._bound(status.st_size)
        with open(descriptor, "rb", closefd=False) as file:
            content = file.read(LARGEST_FILE + 1)
        self.digest.update(f"{place}\0{len(content)}\0".encode() + content)
        self._bound(len(content))  # it may have grown
        self.left -= len(content)
        return _decoded(content)

    def _bound(self, size: int) -> None:
        if size > LARGEST_FILE:
            raise _Unreadable("too-large", limit=LARGEST_FILE)
        if size > self.left:
            raise _Unreadable("too-large-together", limit=LARGEST_SUBMISSION)


class _Unreadable(Exception):
    """A file that is there and cannot be graded; `trouble` says why."""

    def __init__(self, why: str, **params: Any) -> None:
        super().__init__(why)
        self.trouble = {"why": why, **params}


@contextlib.contextmanager
def _opened(folder: int, place: str, flags: int = 0) -> Iterator[int]:
    """A descriptor of what is at a place below an open folder, opened step by step, so that no link is followed.

    Raises OSError, and _Unreadable where a step is a link.
    """
    first, _, rest = place.partition("/")
    try:
        opened = os.open(first, READ | os.O_NOFOLLOW | (os.O_DIRECTORY if rest else flags), dir_fd=folder)
    except OSError:
        if stat.S_ISLNK(os.stat(first, dir_fd=folder, follow_symlinks=False).st_mode):
            raise _Unreadable("link", **({"file": first} if rest else {})) from None
        raise
    try:
        if not rest:
            yield opened
            return
        with _opened(opened, rest, flags) as below:
            yield below
    finally:
        os.close(opened)


def _listed(folder: int) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in islice(entries, NAMES_SEEN)]


def _decoded(content: bytes) -> str:
    """The text of a file as any editor shows it. Raises _Unreadable where it is not UTF-8, or says it is not."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _Unreadable("not-utf-8", line=content[: error.start].count(b"\n") + 1) from None
    if control := CONTROL.search(text):
        raise _Unreadable("control-characters", line=text[: control.start()].count("\n") + 1)
    for number, line in enumerate(re.split(r"\r\n?|\n", text, maxsplit=2)[:2], 1):
        declared = DECLARES_CODING.match(line)
        if declared and not re.fullmatch(r"utf-?8(-.*)?", declared[1].lower().replace("_", "-")):
            # Python would read the same bytes as another text than the one that is graded here
            raise _Unreadable("other-coding", coding=cleaned(declared[1], most=40), line=number)
        if declared or not NO_CODE.match(line):
            break
    return text


def _near(handed_in: _HandedIn, course: Course) -> str:
    """A file that was perhaps meant to answer a problem, as "is -> should be"."""
    import difflib

    stems = {f"{name.replace('-', '_')}.py": course.module_of(name) for name in course.ids}
    python = (place for place in handed_in.names() if place.endswith(".py"))
    for place in islice(python, NAMES_SEEN):
        if match := difflib.get_close_matches(place.rpartition("/")[2], sorted(stems), 1, cutoff=0.8):
            return f"{cleaned(place)} -> {stems[match[0]]}/{match[0]}"
    return ""
