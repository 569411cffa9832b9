"""The command `grade`: one short file per command; the app and the only exit codes are here.

Nothing heavy (numpy, torch, pydantic, yaml, rich) is imported before a command runs, so that `--help` is quick.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, NoReturn

import typer

from grader import __version__
from grader.cli import init, list, schema, show, submit
from grader.errors import UserError
from grader.words import Language, preferred, say

ALL_RIGHT, NOT_ALL_RIGHT, USER_CAN_MEND, OUR_BUG = 0, 1, 2, 3

app = typer.Typer(
    name="grade",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Teaches backpropagation by grading it.\n\n"
        "Start with `grade list`, read a problem with `grade show gate-mul`, get files to fill in with"
        " `grade init my_solution`, and see what is wrong with `grade submit my_solution`.\n\n"
        "Exit codes: 0 all points, 1 graded but not all, 2 something you can mend, 3 a bug of ours."
    ),
)
for command in (list, show, init, submit, schema):
    app.command(name=command.__name__.rpartition(".")[2])(command.run)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"grade {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options of every command."""


def main() -> NoReturn:
    """Run the command line and leave with an exit code; a user's error is one line, ours says what to report."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins takes 10 ms of every run
    try:
        app()
        sys.exit(ALL_RIGHT)
    except UserError as error:
        _complain(error.text(_language()))
        sys.exit(USER_CAN_MEND)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader of our output has gone: nothing more to say
        sys.exit(ALL_RIGHT)
    except Exception as error:
        import traceback

        traceback.print_exc()
        _complain(say(_language(), "our-bug", error=f"{type(error).__name__}: {error}"))
        sys.exit(OUR_BUG)


def _complain(text: str) -> None:
    typer.echo(f"grade: {text}", err=True)


def _language() -> Language:
    """The language asked for on the command line, as far as it can be made out; else the locale's."""
    arguments = sys.argv[1:]
    for i, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else "".join(arguments[i + 1 : i + 2])
        if argument.startswith("--lang") and value in Language.__members__:
            return Language(value)
    return preferred()
