"""`grade new`: a problem to start from."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options
from grader.errors import UserError
from grader.words import preferred, say


class Kind(StrEnum):
    """What a problem asks for."""

    code = "code"


def run(
    name: Annotated[str, typer.Argument(help="Of the new problem, such as softplus-backward.", metavar="ID")],
    kind: Annotated[Kind, typer.Option(help="What it asks for.")] = Kind.code,
    module: Annotated[str | None, typer.Option("--module", "-m", help="Where it belongs; a new one is made.")] = None,
    like: Annotated[
        str | None, typer.Option("--from", help="Begin with a copy of this problem; else with a small gate.")
    ] = None,
    course: options.Course = None,
    lang: options.Lang = None,
) -> None:
    """Write the three files of a new problem, whole and valid, to be changed; in an empty folder, a new course.

    Nothing that is there is overwritten; only course.yaml gets one more id.
    """
    from grader.authoring.new import new

    language = lang or preferred()
    for file in new(_folder(course, name), name, module, like):
        typer.echo(_short(file))
    asked = f" --course {_short(course)}" if course else ""
    typer.echo(say(language, "new-next", id=name, course=asked))


def _folder(given: Path | None, name: str) -> Path:
    """The course that is named, or the nearest above here, or this folder where it is empty. Raises UserError."""
    from grader.course import course_above

    if given is not None:
        if given.exists() and not given.is_dir():
            raise UserError("course-is-file", path=given)
        return given
    here = Path.cwd()
    found = course_above(here)
    if found is None and any(not entry.name.startswith(".") for entry in here.iterdir()):
        raise UserError("not-empty", path=here, name=name)
    return found or here


def _short(path: Path) -> Path:
    """As seen from the working directory, where it is below it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
