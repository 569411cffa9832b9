"""What a student hands in: read once, bounded, hashed, and graded from memory; no link in it is followed."""

from __future__ import annotations

import contextlib
import re
import shlex
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cleaning import cleaned
from grader.course import Course
from grader.errors import MISSPELT, Unreadable, UserError, nearest
from grader.frozen import frozen
from grader.handed_in import NAMES_SEEN, Folder, HandedIn, OneFile, opened
from grader.sha256 import sha256

if TYPE_CHECKING:
    from grader.excerpt import Excerpt, Excerpts, Place

NOTHING = ("nothing-answered", "answered-in-one", "answered-below")
"""What is said of a submission that answers no problem."""
LARGEST_FILE = 256 * 1024
LARGEST_SUBMISSION = 4 * 1024 * 1024
LARGEST = {".py": LARGEST_FILE, ".ipynb": LARGEST_SUBMISSION}
"""By ending: a notebook holds pictures beside its code."""
CONTROL = re.compile(r"[\0-\x08\x0b\x0e-\x1f\x7f]")
"""Null bytes, which Python refuses, and their kin; a guest would get each as six characters, in a message too long."""
DECLARES_CODING = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*([-.\w]+)", re.ASCII)
NO_CODE = re.compile(r"[ \t\f]*(#|$)")
LEFT_OUT_MOST = 20
"""So many cells that are not Python are told of; a file can have ten thousands."""


@frozen
class StudentFile:
    """The file that answers one problem; `trouble` where its text cannot be graded."""

    path: str
    source: str = ""
    trouble: Mapping[str, Any] | None = None
    places: Sequence[Place] = ()
    """Where it is an excerpt: the cell (None where there are none) and the line there of each of its lines."""


@frozen
class Submission:
    """The files of a submission, by problem."""

    path: str
    sha256: str
    files: Mapping[str, StudentFile]
    left_out: Sequence[Mapping[str, Any]] = ()
    """The first cells of notebooks that are not Python, and are needed for none of the files."""


def load_submission(path: Path, course: Course) -> Submission:
    """The submission in a folder (`gates/gate_mul.py`, or flat `gate_mul.py`), in a zip file of one, or in one file.

    One file answers the problem it is named after; or else, be it Python or a notebook, every problem whose functions
    it defines. Raises UserError where there is no such path, or nothing in it answers a problem of the course.
    """
    with opened(path) as there:
        reader = _Reader(there)
        if isinstance(there, OneFile) and there.name.endswith(".zip"):
            reader.unpack(there.name, course)
        if isinstance(there, OneFile) and _is_of_several(there.name, course):
            files = reader.of_all(course, there.name)
        else:
            files = {name: file for name in course.ids if (file := reader.answer(course, name)) is not None}
        if not files:
            if isinstance(there, Folder) and (below := _below(path, reader, course)):
                raise UserError("answered-below", path=path, command=_submit(path / below))
            near = _near(reader, course)
            if not near and isinstance(there, Folder) and (single := _of_several(reader, course)):
                raise UserError("answered-in-one", path=path, file=single, command=_submit(path / single))
            raise UserError("nothing-answered", path=path, near=near)
    told = [file.trouble for file in files.values()]
    untold = (cell for cell in reader.left_out if {key: cell[key] for key in cell if key != "file"} not in told)
    return Submission(str(path), reader.digest.hexdigest(), files, [*islice(untold, LEFT_OUT_MOST)])


def is_answered(folder: Path, course: Course, name: str) -> bool:
    """Whether a folder has a file for a problem that can be read and is no longer the template."""
    if not folder.is_dir():
        return False
    with opened(folder) as there:
        file = _Reader(there).answer(course, name)
    return file is not None and file.trouble is None


def _is_of_several(name: str, course: Course) -> bool:
    """Whether a file is code that is named after no problem."""
    stem, _, ending = name.rpartition(".")
    return f".{ending}" in LARGEST and stem not in {id_.replace("-", "_") for id_ in course.ids}


def _paths(course: Course, name: str, ending: str) -> tuple[str, str]:
    """Where a file that answers a problem may be: in its module's folder, and at the top."""
    file = f"{name.replace('-', '_')}{ending}"
    return f"{course.module_of(name)}/{file}", file


class _Reader:
    """Reads each file once, hashes it, and counts it against a bound of all."""

    def __init__(self, handed_in: HandedIn) -> None:
        self.handed_in = handed_in
        self.digest = sha256()
        self.left = LARGEST_SUBMISSION
        self.left_out: list[Mapping[str, Any]] = []
        self.names: set[str] = set()

    def unpack(self, path: str, course: Course) -> None:
        """Go on with what is in a zip file. Raises UserError where that cannot be read."""
        from grader.archive import Archive

        wanted = {each for name in course.ids for ending in LARGEST for each in _paths(course, name, ending)}
        try:
            self.handed_in = Archive(self.handed_in.read(path, LARGEST_SUBMISSION), wanted)
        except Unreadable as unreadable:
            params = {"file": cleaned(path), "limit": LARGEST_SUBMISSION, **unreadable.trouble}
            raise UserError(f"unreadable-{params.pop('why')}", **params) from None

    def answer(self, course: Course, name: str) -> StudentFile | None:
        """The file that answers a problem: a notebook only where there is no Python."""
        for ending in LARGEST:
            found = [file for path in _paths(course, name, ending) if (file := self._file(path, course, name))]
            if len(found) > 1:
                paths = [file.path for file in found]
                return StudentFile(paths[0], trouble={"kind": "unreadable", "why": "two-files", "files": paths})
            if found:
                return _unless_template(found[0], course.template(name))
        return None

    def of_all(self, course: Course, path: str) -> dict[str, StudentFile]:
        """Every problem that a file answers: all that it asks for is defined there, or at least what it asks for last.

        Raises UserError where the file cannot be read.
        """
        try:
            excerpts = self._excerpts(path)
        except Unreadable as unreadable:
            params = {"file": cleaned(path), **unreadable.trouble}
            raise UserError(f"unreadable-{params.pop('why')}", **params) from None
        files = {}
        for name in course.ids:
            functions = course.problem(name).functions
            if excerpts.names.issuperset(functions) or functions[-1] in excerpts.names:
                files[name] = _excerpted(path, excerpts.of(functions))
        self.names = excerpts.names
        return files

    def _file(self, path: str, course: Course, name: str) -> StudentFile | None:
        """The file at a path, None where there is none."""
        try:
            if path.endswith(".py"):
                return StudentFile(path, _decoded(self._content(path)))
            return _excerpted(path, self._excerpts(path).of(course.problem(name).functions))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:
            trouble = {"why": "cannot-open"}
        except Unreadable as unreadable:
            trouble = unreadable.trouble
        trouble = {"kind": "unreadable", "file": path, **trouble}
        self.digest.update(f"{trouble['file']}\0{trouble['why']}\0".encode())
        return StudentFile(trouble["file"], trouble=trouble)

    def _excerpts(self, path: str) -> Excerpts:
        """The statements of a file at a path. Raises OSError and Unreadable."""
        content = self._content(path)
        from grader.excerpt import Excerpts

        if path.endswith(".py"):
            excerpts = Excerpts([(None, _decoded(content))])
        else:
            from grader.notebook import code_cells

            excerpts = Excerpts([*enumerate(code_cells(content, LARGEST_FILE), 1)])
        self.left_out += [{"file": path, **broken.trouble} for broken in excerpts.broken]
        return excerpts

    def _content(self, path: str) -> bytes:
        """What the file at a path holds. Raises OSError and Unreadable."""
        limit = LARGEST[path[path.rindex(".") :]]
        most, why = limit, "too-large"
        if self.left < most:
            most, limit, why = self.left, LARGEST_SUBMISSION, "too-large-together"
        try:
            content = self.handed_in.read(path, most)
        except Unreadable as unreadable:
            if unreadable.trouble["why"] == "too-large":
                raise Unreadable(why, limit=limit) from None
            raise
        self.digest.update(f"{path}\0{len(content)}\0".encode() + content)
        self.left -= len(content)
        return content


def _excerpted(path: str, excerpt: Excerpt) -> StudentFile:
    return StudentFile(path, excerpt.source, excerpt.trouble, excerpt.places)


def _unless_template(file: StudentFile, template: Path) -> StudentFile:
    """The file, with `unanswered` as its trouble where it is what the student started from."""
    untouched = file.trouble is None and template.is_file() and template.read_text("utf-8") == file.source
    return StudentFile(file.path, file.source, {"kind": "unanswered"}) if untouched else file


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


def _of_several(reader: _Reader, course: Course) -> str:
    """A file at the top of a folder that would answer problems if it were handed in by itself."""
    for path in islice(reader.handed_in.names(), NAMES_SEEN):
        if "/" not in path and _is_of_several(path, course):
            with contextlib.suppress(OSError, UserError):
                if reader.of_all(course, path):
                    return cleaned(path)
    return ""


def _below(path: Path, reader: _Reader, course: Course) -> str:
    """A folder with answers in folders of modules: the one to hand in, not that around it."""
    for name in islice(reader.handed_in.names(), NAMES_SEEN):
        top, _, module = name.partition("/")
        if module in course.modules:
            with contextlib.suppress(UserError), opened(path / top) as there:
                if any(_Reader(there).answer(course, problem) for problem in course.modules[module].problems):
                    return top
    return ""


def _submit(path: Path) -> str:
    command = shlex.join(["grade", "submit", str(path)])
    return cleaned(command, most=len(command))


def _near(reader: _Reader, course: Course) -> str:
    """A file or a function that was perhaps meant to answer a problem, as "is -> should be"."""
    if reader.names:
        wanted = {function for name in course.ids for function in course.problem(name).functions}
        for name in sorted(reader.names)[:NAMES_SEEN]:
            if near := nearest(name, wanted, MISSPELT):
                return f"{cleaned(name)} -> {near}"
    stems = {f"{name.replace('-', '_')}.py": course.module_of(name) for name in course.ids}
    python = (path for path in reader.handed_in.names() if path.endswith(".py"))
    for path in islice(python, NAMES_SEEN):
        if near := nearest(path.rpartition("/")[2], stems, MISSPELT):
            return f"{cleaned(path)} -> {stems[near]}/{near}"
    return ""
