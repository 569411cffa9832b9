"""`grade list`: the problems of the course."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options
from grader.words import preferred


def run(
    folder: Annotated[Path, typer.Argument(help="Where your answers are: answered problems are marked.")] = Path("."),
    course: options.Course = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    lang: options.Lang = None,
) -> None:
    """List the problems, module by module, in learning order."""
    from grader.course import find_course
    from grader.reports import listing

    found = find_course(course)
    text = listing.as_json(found) if as_json else listing.as_text(found, folder, lang or preferred())
    typer.echo(text)
