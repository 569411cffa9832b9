"""course.yaml: the models of the file, and its only reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from grader import strict_yaml
from grader.errors import UserError
from grader.problem import Part, Text, located, text_of


class ModuleFile(Part):
    """A module: its title, and its problems in learning order."""

    title: Text
    problems: list[str]


class AssignmentFile(Part):
    """Problems chosen from the course, by ids and modules, and how much their reports tell."""

    title: Text
    problems: list[str] = Field(min_length=1)
    feedback: Literal["symptom", "family", "full"] = "full"


class CourseFile(Part):
    """What course.yaml says; the modules stand in learning order."""

    title: Text
    seed: str = "public"
    modules: dict[str, ModuleFile]
    assignments: dict[str, AssignmentFile] = Field(default={})

    @model_validator(mode="after")
    def _assigned_are_there(self) -> CourseFile:
        known = {*self.modules, *(name for module in self.modules.values() for name in module.problems)}
        for name, assignment in self.assignments.items():
            for problem in assignment.problems:
                if problem not in known:
                    raise ValueError(f'assignments.{name}: there is no problem or module "{problem}"')
        return self


def read_course_file(file: Path) -> dict[str, Any]:
    """The plain data of a course.yaml. Raises UserError: one line, `file:line:column: field: what`."""
    try:
        document = strict_yaml.read(text_of(file))
        return CourseFile.model_validate(document.value).model_dump()
    except strict_yaml.YamlError as error:
        raise UserError("problem-file", text=f"{file}:{error.line}:{error.column}: {error.what}") from None
    except ValidationError as error:
        raise located(file, document, error) from None
