"""Options and exit codes that the commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from grader.words import Language

ALL_RIGHT, NOT_ALL_RIGHT, USER_CAN_MEND, OUR_BUG = 0, 1, 2, 3

Course = Annotated[
    Path | None,
    typer.Option("--course", help="A course folder; else the nearest above here, else the built-in one."),
]
Lang = Annotated[Language | None, typer.Option("--lang", help="English or Chinese; else the locale's.")]


def secret_seed() -> str | None:
    """What hidden cases are drawn from; where a CI has no secret to give, the variable is empty."""
    return os.environ.get("GRADE_SEED") or None
