"""A course folder: its modules and problems in learning order."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from grader import cache, strict_yaml
from grader.errors import UserError
from grader.problem import Part, Problem, Text, read_problem

VERSION = "1"
BUILT_IN = Path(__file__).parent / "builtin"


class ModuleSpec(Part):
    """A module in course.yaml: its title, and its problems in learning order."""

    title: Text
    problems: list[str]


class CourseSpec(Part):
    """What course.yaml says; the modules stand in learning order."""

    title: Text
    seed: str = "public"
    modules: dict[str, ModuleSpec]


@dataclass(frozen=True, eq=False)
class Course:
    """A folder with problems/, reference/ and student_template/."""

    root: Path
    title: Text
    seed: str
    modules: dict[str, ModuleSpec]

    @property
    def ids(self) -> list[str]:
        """Every problem, in learning order."""
        return [name for module in self.modules.values() for name in module.problems]

    def module_of(self, name: str) -> str:
        """The module of a problem. Raises UserError with the nearest name."""
        for module, spec in self.modules.items():
            if name in spec.problems:
                return module
        import difflib

        near = difflib.get_close_matches(name, [*self.ids, *self.modules], 1)
        raise UserError("no-such-problem", name=name, near=near[0] if near else "")

    @functools.cache  # noqa: B019  (a course lives as long as the run)
    def problem(self, name: str) -> tuple[Problem, str]:
        """A problem and the sha256 of its files. Raises UserError."""
        module = self.module_of(name)
        file = self.root / "problems" / module / f"{name}.yaml"
        return read_problem(file, self.reference(name))

    def reference(self, name: str) -> Path:
        """The file with the right answer."""
        return self.root / "reference" / self.module_of(name) / f"{name.replace('-', '_')}.py"

    def template(self, name: str) -> Path:
        """The file a student starts from."""
        return self.root / "student_template" / self.module_of(name) / f"{name.replace('-', '_')}.py"

    def select(self, names: Sequence[str]) -> list[str]:
        """The problems that ids and module names stand for, in learning order. Raises UserError."""
        chosen = {name for given in names for name in self._named(given)}
        return [name for name in self.ids if name in chosen]

    def _named(self, name: str) -> Iterator[str]:
        if name in self.modules:
            yield from self.modules[name].problems
        else:
            self.module_of(name)
            yield name


def find_course(folder: Path | None) -> Course:
    """The course in `folder`, or the nearest above the working directory, or the built-in one. Raises UserError."""
    if folder is not None:
        if not (folder / "problems").is_dir():
            raise UserError("no-course", path=folder)
        return read_course(folder)
    here = Path.cwd()
    for above in (here, *here.parents):
        if (above / "problems").is_dir() and (above / "course.yaml").is_file():
            return read_course(above)
    return read_course(BUILT_IN if BUILT_IN.is_dir() else Path(__file__).parent.parent)


def read_course(root: Path) -> Course:
    """The course in a folder; without a course.yaml, its modules and problems by name. Raises UserError."""
    file = root / "course.yaml"
    if not file.is_file():
        modules = {
            folder.name: ModuleSpec(
                title=Text(en=folder.name, zh=folder.name),
                problems=sorted(problem.stem for problem in folder.glob("*.yaml")),
            )
            for folder in sorted((root / "problems").iterdir())
            if folder.is_dir()
        }
        return Course(root, Text(en=root.name, zh=root.name), "public", modules)
    text = file.read_text(encoding="utf-8")
    kept = cache.key("course", VERSION, text)
    spec_json = cache.load(kept)
    if isinstance(spec_json, str):
        spec = CourseSpec.model_validate_json(spec_json)
    else:
        spec = _read_spec(file, text)
        cache.store(kept, spec.model_dump_json())
    return Course(root, spec.title, spec.seed, spec.modules)


def _read_spec(file: Path, text: str) -> CourseSpec:
    try:
        document = strict_yaml.read(text)
        return CourseSpec.model_validate(document.value)
    except strict_yaml.YamlError as error:
        raise UserError("problem-file", text=f"{file}:{error.line}:{error.column}: {error.what}") from None
    except ValidationError as error:
        first = error.errors()[0]
        found, line, column = document.place(first["loc"])
        field = ".".join(str(step) for step in found)
        raise UserError("problem-file", text=f"{file}:{line}:{column}: {field}: {first['msg']}") from None
