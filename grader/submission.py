"""What a student hands in: read once, bounded, hashed; no link is followed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.errors import UserError

LARGEST_FILE = 256 * 1024


@dataclass(frozen=True, slots=True)
class StudentFile:
    """The file that answers one problem; `trouble` where its text cannot be graded."""

    path: str
    source: str = ""
    trouble: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """The files of a submission, by problem."""

    path: str
    sha256: str
    files: Mapping[str, StudentFile]


def load_submission(path: Path, course: Course) -> Submission:
    """The submission in a folder (`gates/gate_mul.py`, or flat `gate_mul.py`) or in a single file.

    Raises UserError where there is no such path, or nothing in it answers a problem of the course.
    """
    if not path.exists():
        raise UserError("no-submission", path=path)
    digest = hashlib.sha256()
    files = {}
    for name in course.ids:
        found = list(_candidates(path, course, name))
        if len(found) > 1:
            paths = [os.path.relpath(file, path) for file in found]
            files[name] = StudentFile(paths[0], trouble={"kind": "unreadable", "why": "two-files", "files": paths})
        elif found:
            files[name] = _unless_template(_read(found[0], path, digest), course.template(name))
    if not files:
        raise UserError("nothing-answered", path=path, near=_near(path, course))
    return Submission(str(path), digest.hexdigest(), files)


def _unless_template(file: StudentFile, template: Path) -> StudentFile:
    """The file, with `unanswered` as its trouble where it is what the student started from."""
    untouched = file.trouble is None and template.is_file() and template.read_text("utf-8") == file.source
    return StudentFile(file.path, file.source, {"kind": "unanswered"}) if untouched else file


def is_answered(folder: Path, course: Course, name: str) -> bool:
    """Whether a folder has a file for a problem that is no longer the template."""
    found = list(_candidates(folder, course, name)) if folder.is_dir() else []
    if not found or not found[0].is_file():
        return False
    template = course.template(name)
    same_size = template.is_file() and found[0].stat().st_size == template.stat().st_size
    return not (same_size and found[0].read_bytes() == template.read_bytes())


def _candidates(path: Path, course: Course, name: str) -> Iterator[Path]:
    """The files that answer a problem: in its module's folder, or at the top."""
    stem = name.replace("-", "_")
    if not path.is_dir():
        if path.name == f"{stem}.py":
            yield path
        return
    for file in (path / course.module_of(name) / f"{stem}.py", path / f"{stem}.py"):
        if os.path.lexists(file):
            yield file


def _read(file: Path, root: Path, digest: Any) -> StudentFile:
    """The text of a regular file of bounded size."""
    path = os.path.relpath(file, root) if root.is_dir() else file.name

    def unreadable(why: str, **params: Any) -> StudentFile:
        return StudentFile(path, trouble={"kind": "unreadable", "why": why, "file": path, **params})

    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return unreadable("link" if file.is_symlink() else "cannot-open")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return unreadable("not-a-file")
    with open(descriptor, "rb") as opened:
        content = opened.read(LARGEST_FILE + 1)
    digest.update(f"{path}\0{len(content)}\0".encode() + content)
    if len(content) > LARGEST_FILE:
        return unreadable("too-large", limit=LARGEST_FILE)
    try:
        return StudentFile(path, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return unreadable("not-utf-8", line=content[: error.start].count(b"\n") + 1)


def _near(path: Path, course: Course) -> str:
    """A file that was perhaps meant to answer a problem, as "is -> should be"."""
    import difflib

    stems = {f"{name.replace('-', '_')}.py": course.module_of(name) for name in course.ids}
    here = [file for level in ("*.py", "*/*.py") for file in path.glob(level)] if path.is_dir() else [path]
    for file in sorted(here)[:1000]:
        if match := difflib.get_close_matches(file.name, sorted(stems), 1, cutoff=0.8):
            return f"{os.path.relpath(file, path) if path.is_dir() else file.name} -> {stems[match[0]]}/{match[0]}"
    return ""
