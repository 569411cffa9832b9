"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.words import Language

Course = Annotated[
    Path | None,
    typer.Option("--course", help="A course folder; else the nearest above here, else the built-in one."),
]
Lang = Annotated[Language | None, typer.Option("--lang", help="English or Chinese; else the locale's.")]
