"""`grade doctor`: how well student code can be locked in on this machine."""

from __future__ import annotations

import typer

from grader.cli import options
from grader.words import preferred


def run(context: typer.Context, lang: options.Lang = None) -> None:
    """Show how well student code can be locked in on this machine, and what would lock it in better.

    Every layer is tried, not guessed: what is shown is what `grade submit` would have.
    """
    from grader.reports import isolation

    typer.echo(isolation.render(context.obj.isolation(), lang or preferred()))
