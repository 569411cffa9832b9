"""`grade explain`: the common mistakes, with a hint and an example of each."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.writing import columns
from grader.words import preferred


def run(
    codes: Annotated[
        list[str] | None,
        typer.Argument(help="Codes or names, such as A1 or no-average; else all, as a table.", metavar="[CODE]..."),
    ] = None,
    lang: options.Lang = None,
) -> None:
    """Explain a mistake: how it looks, what to do next, wrong and right code, where it is taught."""
    from grader.diagnosis.families import code_of, families
    from grader.reports import mistakes

    language, known = lang or preferred(), families()
    if codes:
        asked = dict.fromkeys(map(code_of, codes))
        typer.echo("\n\n".join(mistakes.as_text(code, known[code], language, columns()) for code in asked))
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        typer.echo(mistakes.as_table(known, language, width))
