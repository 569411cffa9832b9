"""course.yaml: the models of the file, and its only reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from grader import strict_yaml
from grader.errors import UserError
from grader.problem import Part, Text, located, text_of


class ModuleFile(Part):
    """A module: its title, and its problems in learning order."""

    title: Text
    problems: list[str]


class CourseFile(Part):
    """What course.yaml says; the modules stand in learning order."""

    title: Text
    seed: str = "public"
    modules: dict[str, ModuleFile]


def read_course_file(file: Path) -> dict[str, Any]:
    """The plain data of a course.yaml. Raises UserError: one line, `file:line:column: field: what`."""
    try:
        document = strict_yaml.read(text_of(file))
        return CourseFile.model_validate(document.value).model_dump()
    except strict_yaml.YamlError as error:
        raise UserError("problem-file", text=f"{file}:{error.line}:{error.column}: {error.what}") from None
    except ValidationError as error:
        raise located(file, document, error) from None
