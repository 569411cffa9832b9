"""`grade show`: one problem, to read."""

from __future__ import annotations

from typing import Annotated

import typer

from grader.cli import options
from grader.errors import PackageMissing
from grader.words import preferred


def run(
    context: typer.Context,
    problem: Annotated[str, typer.Argument(help="Its id, as in `grade list`.", metavar="ID")],
    course: options.Course = None,
    lang: options.Lang = None,
) -> None:
    """Show a problem: the statement, what to start from, a worked case."""
    from grader.course import find_course, template_text
    from grader.preparing import prepared
    from grader.reports import statement

    found = find_course(course)
    try:
        worked = [case for case in prepared(found, problem, context.obj).cases if case.visible]
    except PackageMissing:
        worked = []  # without torch there is no reference to work the case
    statement.show(found.problem(problem), template_text(found, problem), worked, lang or preferred())
