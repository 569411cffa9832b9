"""course.yaml: the models of the file, and its only reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from grader import strict_yaml
from grader.errors import UserError, unknown
from grader.parts import Part, Text
from grader.problem_faults import ProblemFault
from grader.problem_file import located, text_of


class ModuleFile(Part):
    """A module: its title, and its problems in learning order."""

    title: Text
    """Its name."""
    problems: list[str]
    """Their ids."""


class AssignmentFile(Part):
    """Problems chosen from the course, by ids and modules, and how much their reports tell."""

    title: Text
    """Its name."""
    problems: list[str] = Field(min_length=1)
    """Ids of problems, and modules."""
    feedback: Literal["symptom", "family", "full"] = "full"
    """How much reports tell: which answer and where; the smallest input and the mistake's name; hints."""


class CourseFile(Part):
    """What course.yaml says; the modules stand in learning order."""

    title: Text
    """Its name."""
    seed: str = "public"
    """What the cases are drawn from that everybody may see."""
    modules: dict[str, ModuleFile]
    """In learning order, by the name of their folder."""
    assignments: dict[str, AssignmentFile] = Field(default={})
    """Problems chosen from the course, by name."""


def read_course_file(file: Path) -> dict[str, Any]:
    """The plain data of a course.yaml. Raises UserError: one line, `file:line:column: field: what`."""
    try:
        document = strict_yaml.read(text_of(file))
        course = CourseFile.model_validate(document.value)
        for fault in _faults(course):
            raise fault
        return course.model_dump()
    except strict_yaml.YamlError as error:
        raise UserError("problem-file", text=f"{file}:{error.line}:{error.column}: {error.what}") from None
    except (ValidationError, ProblemFault) as error:
        raise located(file, document, error, CourseFile) from None


def _faults(course: CourseFile) -> Iterator[ProblemFault]:
    """Problems that an assignment names and no module has, and those that stand twice."""
    listed = [name for module in course.modules.values() for name in module.problems]
    for name, module in course.modules.items():
        for i, problem in enumerate(module.problems):
            if listed.count(problem) > 1:
                yield ProblemFault(("modules", name, "problems", i), f'"{problem}" is listed twice')
    for name, assignment in course.assignments.items():
        for i, problem in enumerate(assignment.problems):
            if problem not in (*course.modules, *listed):
                what = unknown(problem, [*course.modules, *listed], "no such problem or module")
                yield ProblemFault(("assignments", name, "problems", i), what)
