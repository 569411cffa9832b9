"""`grade watch`: grade on save."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Annotated

import typer

from grader.cli import options
from grader.cli.screen import Screen
from grader.words import preferred

FROM_SIGNAL = 128
"""Left by a signal other than Ctrl-C, the exit code is that of a process which the signal ended."""


def run(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A folder made by `grade init`, or one file of it.", metavar="DIR")],
    lang: options.Lang = None,
    course: options.Course = None,
) -> None:
    """Grade what you save, as you save it: the verdict at once, then the smallest input that shows the mistake.

    Keys: n the next problem that is not right, h a hint, l all problems, r the whole report, q leave. Exit code 0.
    """
    from grader.course import find_course
    from grader.grading import Options
    from grader.watch import Watch

    with Screen() as screen:
        chosen = Options(secret_seed=options.secret_seed())
        Watch(find_course(course, path), path, context.obj, screen, chosen, lang or preferred()).run()
    ended = screen.signal not in (0, signal.SIGINT)
    raise typer.Exit(FROM_SIGNAL + screen.signal if ended else options.ALL_RIGHT)
