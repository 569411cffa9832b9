"""`grade validate`: whether problems are right, and whether their cases are strong."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from grader.cli import options, progress
from grader.words import preferred, say


def run(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(help="Problems and modules; else all of the course.", metavar="[ID]...")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show every mutant, and what took the time.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(help="How many problems at a time; else as many as there are processors.", min=1)
    ] = None,
    course: options.Course = None,
    lang: options.Lang = None,
) -> None:
    """Prove that problems are right, and that their cases catch mistakes.

    Exit code 0 if there is nothing to mend, 1 if there is.
    """
    from grader.authoring import listing
    from grader.authoring.validate import every
    from grader.course import find_course

    language = lang or preferred()
    found = find_course(course)
    names = found.select(ids) if ids else found.ids
    jobs = min(jobs or len(os.sched_getaffinity(0)), len(names))
    right, without_torch = True, False
    validations = every(found, names, language, context.obj, jobs)
    for number, name in enumerate(names, 1):
        progress.show(say(language, "validating", id=name, number=number, count=len(names)))
        validated = next(validations)
        progress.show("")
        typer.echo(listing.as_text(name, validated, language, verbose=verbose))
        right = right and not (validated and validated.faults)
        without_torch = without_torch or validated is None or validated.without_torch
    if without_torch:
        typer.echo(say(language, "validated-without"))
    raise typer.Exit(options.ALL_RIGHT if right else options.NOT_ALL_RIGHT)
