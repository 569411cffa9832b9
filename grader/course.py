"""A course folder: its modules and problems in learning order, and where their files are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from grader import cache
from grader.errors import UserError, nearest
from grader.frozen import frozen
from grader.guest.wire import decode, encode
from grader.model import Feedback

if TYPE_CHECKING:
    from grader.problem import Problem

VERSION = "3"
BUILT_IN = Path(__file__).parent / "builtin"


@frozen
class Module:
    """A folder of problems on one subject, in learning order."""

    title: Mapping[str, str]
    problems: Sequence[str]


@frozen
class Assignment:
    """Problems chosen from a course."""

    title: Mapping[str, str]
    problems: Sequence[str]
    """Ids and names of modules."""
    feedback: Feedback


@frozen
class Course:
    """A folder with problems/, reference/ and student_template/."""

    root: Path
    title: Mapping[str, str]
    seed: str
    modules: Mapping[str, Module]
    assignments: Mapping[str, Assignment] = field(default_factory=dict)

    @property
    def ids(self) -> list[str]:
        """Every problem, in learning order."""
        return [name for module in self.modules.values() for name in module.problems]

    def module_of(self, name: str) -> str:
        """The module of a problem. Raises UserError with the nearest name."""
        for module, spec in self.modules.items():
            if name in spec.problems:
                return module
        if name in self.modules:
            raise UserError("is-a-module", problem=name)
        meant = Path(name).stem.lower()  # as in gates/gate_mul.py, or GATE-MUL
        raise UserError("no-such-problem", name=name, near=nearest(meant, [*self.ids, *self.modules]))

    def problem(self, name: str) -> Problem:
        """A problem, read from its file. Raises UserError."""
        from grader.problem_file import read_problem

        return read_problem(self.statement(name), self.reference(name))

    def statement(self, name: str) -> Path:
        """The YAML file that says everything but the right answer."""
        return self.root / "problems" / self.module_of(name) / f"{name}.yaml"

    def reference(self, name: str) -> Path:
        """The file with the right answer."""
        return self.root / "reference" / self.module_of(name) / f"{name.replace('-', '_')}.py"

    def reference_text(self, name: str) -> str:
        """What that file says."""
        return self.reference(name).read_text(encoding="utf-8")

    def template(self, name: str) -> Path:
        """The file a student starts from."""
        return self.root / "student_template" / self.module_of(name) / f"{name.replace('-', '_')}.py"

    def select(self, names: Sequence[str]) -> list[str]:
        """The problems that ids and module names stand for, in learning order. Raises UserError."""
        chosen = {name for given in names for name in self._named(given)}
        return [name for name in self.ids if name in chosen]

    def assignment(self, name: str) -> Assignment:
        """An assignment by its name. Raises UserError with the names there are."""
        if name not in self.assignments:
            key = "no-such-assignment" if self.assignments else "no-assignments"
            raise UserError(key, name=name, names=[*self.assignments])
        return self.assignments[name]

    def _named(self, name: str) -> Iterator[str]:
        if name in self.modules:
            yield from self.modules[name].problems
        else:
            self.module_of(name)
            yield name


def template_text(course: Course, name: str) -> str:
    """What a student starts from. Raises UserError where the course has no template for the problem."""
    file = course.template(name)
    if not file.is_file():
        raise UserError("no-template", problem=name, path=file)
    return file.read_text(encoding="utf-8")


def find_course(folder: Path | None, handed_in: Path | None = None) -> Course:
    """The course in `folder`, or the nearest above the working directory, or the built-in one. Raises UserError.

    Where a folder is `handed_in`, one that lies in it is the student's own, and is passed over.
    """
    if folder is not None:
        if not (folder / "problems").is_dir():
            raise UserError("no-course", path=folder)
        return read_course(folder)
    above = course_above(Path.cwd(), handed_in)
    if above == Path.cwd():
        above = Path()  # so that the files in it are called by their short names
    return built_in() if above is None else read_course(above)


def course_above(folder: Path, handed_in: Path | None = None) -> Path | None:
    """The nearest folder that holds a course, from this one upwards, and does not lie in what is handed in."""
    candidates = [folder, *folder.parents]
    if handed_in is not None:
        theirs = Path(os.path.realpath(handed_in))
        candidates = [each for each in candidates if not each.is_relative_to(theirs)]
    return next((each for each in candidates if (each / "problems").is_dir() and (each / "reference").is_dir()), None)


def built_in() -> Course:
    """The course that comes with the tool: in the package, or beside it in a checkout. Raises UserError."""
    return read_course(BUILT_IN if BUILT_IN.is_dir() else Path(__file__).parent.parent)


def read_course(root: Path) -> Course:
    """The course in a folder; without a course.yaml, its modules and problems by name. Raises UserError."""
    file = root / "course.yaml"
    if not file.is_file():
        modules = {
            folder.name: Module(
                {"en": folder.name, "zh": folder.name},
                sorted(problem.stem for problem in folder.glob("*.yaml")),
            )
            for folder in sorted((root / "problems").iterdir())
            if folder.is_dir()
        }
        title = root.resolve().name
        return Course(root, {"en": title, "zh": title}, "public", modules)
    text = file.read_bytes()
    kept = cache.key("course", VERSION, text)
    if frames := cache.load(kept):
        spec = decode(frames[0])
    else:
        from grader.course_file import read_course_file

        spec = read_course_file(file)
        cache.store(kept, [encode(spec)])
    modules = {name: Module(module["title"], module["problems"]) for name, module in spec["modules"].items()}
    assignments = {
        name: Assignment(plain["title"], plain["problems"], Feedback(plain["feedback"]))
        for name, plain in spec["assignments"].items()
    }
    return Course(root, spec["title"], spec["seed"], modules, assignments)
