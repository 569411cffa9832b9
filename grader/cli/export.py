"""`grade export`: problems packed for another place that grades them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options
from grader.errors import UserError
from grader.words import preferred, say


class Target(StrEnum):
    """Where it is for."""

    gradescope = "gradescope"


def run(
    target: Annotated[Target, typer.Argument(help="Where it is for.")],
    out: Annotated[Path, typer.Option(help="The zip file to write.")] = Path("autograder.zip"),
    problem: Annotated[
        list[str] | None,
        typer.Option("--problem", "-p", help="Only this problem or module; else all of the course.", metavar="ID"),
    ] = None,
    assignment: Annotated[str | None, typer.Option(help="The problems of this assignment of the course.")] = None,
    course: options.Course = None,
    lang: options.Lang = None,
) -> None:
    """Write the zip file of an autograder: upload it, and every submission is graded as `grade submit` would here.

    Where GRADE_SEED is set, the zip file holds it, and grades on hidden cases: keep the file to yourself.
    """
    from grader.authoring import export
    from grader.course import find_course

    language = lang or preferred()
    found = find_course(course)
    assigned = found.assignment(assignment) if assignment is not None else None
    names = problem or (assigned.problems if assigned else list(found.modules))
    ids = found.select(names)
    arguments = [f"--assignment={assignment}"] if assigned else []
    arguments += [f"--problem={name}" for name in (names if problem or not assigned else ())]
    arguments += [f"--lang={lang}"] if lang else []
    seed = options.secret_seed()
    content = export.gradescope(found, ids, arguments, seed)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UserError("cannot-write", path=out, why=error.strerror) from None
    points = sum(found.problem(id_).points for id_ in ids)
    written = "export-written-one" if len(ids) == 1 else "export-written"
    typer.echo(say(language, written, path=out, count=len(ids), points=f"{points:g}"))
    typer.echo(say(language, "export-hidden" if seed else "export-shown"))
