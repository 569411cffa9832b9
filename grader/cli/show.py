"""`grade show`: one problem, to read."""

from __future__ import annotations

from typing import Annotated

import typer

from grader.cli import options
from grader.words import preferred


def run(
    problem: Annotated[str, typer.Argument(help="Its id, as in `grade list`.", metavar="ID")],
    course: options.Course = None,
    lang: options.Lang = None,
) -> None:
    """Show a problem: the statement, what to start from, a worked case."""
    from grader.course import find_course
    from grader.programs import wanted_cases
    from grader.reports import statement
    from grader.sandbox import Zygotes

    found = find_course(course)
    read, digest = found.problem(problem)
    with Zygotes() as zygotes:
        cases = wanted_cases(found, read, digest, zygotes, None)
    worked = [case for case in cases if case.visible]
    template = found.template(problem).read_text(encoding="utf-8")
    statement.show(read, template, worked, lang or preferred())
