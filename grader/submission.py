"""What a student hands in: read once, bounded, hashed, and graded from memory; no link in it is followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from grader.cleaning import cleaned
from grader.course import Course
from grader.errors import Unreadable, UserError
from grader.frozen import frozen
from grader.handed_in import NAMES_SEEN, HandedIn, opened
from grader.sha256 import sha256

LARGEST_FILE = 256 * 1024
LARGEST_SUBMISSION = 4 * 1024 * 1024
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

    Raises UserError where there is no such path, or nothing in it answers a problem of the course.
    """
    files = {}
    with opened(path) as handed_in:
        reader = _Reader(handed_in)
        for name in course.ids:
            found = reader.answers(course, name)
            if len(found) > 1:
                paths = [file.path for file in found]
                files[name] = StudentFile(paths[0], trouble={"kind": "unreadable", "why": "two-files", "files": paths})
            elif found:
                files[name] = _unless_template(found[0], course.template(name))
        if not files:
            raise UserError("nothing-answered", path=path, near=_near(handed_in, course))
    return Submission(str(path), reader.digest.hexdigest(), files)


def is_answered(folder: Path, course: Course, name: str) -> bool:
    """Whether a folder has a file for a problem that can be read and is no longer the template."""
    if not folder.is_dir():
        return False
    with opened(folder) as handed_in:
        found = _Reader(handed_in).answers(course, name)
    return bool(found) and _unless_template(found[0], course.template(name)).trouble is None


def _unless_template(file: StudentFile, template: Path) -> StudentFile:
    """The file, with `unanswered` as its trouble where it is what the student started from."""
    untouched = file.trouble is None and template.is_file() and template.read_text("utf-8") == file.source
    return StudentFile(file.path, file.source, {"kind": "unanswered"}) if untouched else file


class _Reader:
    """Reads each file once, hashes it, and counts it against a bound of all."""

    def __init__(self, handed_in: HandedIn) -> None:
        self.handed_in = handed_in
        self.digest = sha256()
        self.left = LARGEST_SUBMISSION

    def answers(self, course: Course, name: str) -> list[StudentFile]:
        """The files that answer a problem: in its module's folder, and at the top."""
        file = f"{name.replace('-', '_')}.py"
        places = (f"{course.module_of(name)}/{file}", file)
        return [found for place in places if (found := self._file(place)) is not None]

    def _file(self, place: str) -> StudentFile | None:
        """The file at a place, None where there is none."""
        try:
            return StudentFile(place, _decoded(self._content(place)))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            trouble = {"why": "cannot-open"}
        except Unreadable as unreadable:
            trouble = unreadable.trouble
        trouble = {"kind": "unreadable", "file": place, **trouble}
        self.digest.update(f"{trouble['file']}\0{trouble['why']}\0".encode())
        return StudentFile(trouble["file"], trouble=trouble)

    def _content(self, place: str) -> bytes:
        """What the file at a place holds. Raises OSError and Unreadable."""
        most, limit = LARGEST_FILE, LARGEST_FILE
        why = "too-large"
        if self.left < most:
            most, limit, why = self.left, LARGEST_SUBMISSION, "too-large-together"
        try:
            content = self.handed_in.read(place, most)
        except Unreadable as unreadable:
            if unreadable.trouble["why"] == "too-large":
                raise Unreadable(why, limit=limit) from None
            raise
        self.digest.update(f"{place}\0{len(content)}\0".encode() + content)
        self.left -= len(content)
        return content


def _decoded(content: bytes) -> str:
    """The text of a file as any editor shows it. Raises Unreadable where it is not UTF-8, or says it is not."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("not-utf-8", line=content[: error.start].count(b"\n") + 1) from None
    if control := CONTROL.search(text):
        raise Unreadable("control-characters", line=text[: control.start()].count("\n") + 1)
    for number, line in enumerate(re.split(r"\r\n?|\n", text, maxsplit=2)[:2], 1):
        declared = DECLARES_CODING.match(line)
        if declared and not re.fullmatch(r"utf-?8(-.*)?", declared[1].lower().replace("_", "-")):
            # Python would read the same bytes as another text than the one that is graded here
            raise Unreadable("other-coding", coding=cleaned(declared[1], most=40), line=number)
        if declared or not NO_CODE.match(line):
            break
    return text


def _near(handed_in: HandedIn, course: Course) -> str:
    """A file that was perhaps meant to answer a problem, as "is -> should be"."""
    import difflib

    stems = {f"{name.replace('-', '_')}.py": course.module_of(name) for name in course.ids}
    python = (place for place in handed_in.names() if place.endswith(".py"))
    for place in islice(python, NAMES_SEEN):
        if match := difflib.get_close_matches(place.rpartition("/")[2], sorted(stems), 1, cutoff=0.8):
            return f"{cleaned(place)} -> {stems[match[0]]}/{match[0]}"
    return ""
