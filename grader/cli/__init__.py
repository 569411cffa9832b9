"""The command `grade`: one short file per command; the app is here, exit codes and shared options are in `options`.

Nothing heavy (numpy, torch, pydantic, yaml, rich) is imported before a command runs, so that `--help` is quick.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from grader import __version__
from grader.cli import page
from grader.cli.options import ALL_RIGHT, NOT_ALL_RIGHT, OUR_BUG, USER_CAN_MEND
from grader.errors import PackageMissing, UserError
from grader.sandbox import host
from grader.sandbox.zygotes import ZygoteDied, Zygotes
from grader.words import Language, preferred, say

COMMANDS = (
    "list",
    "show",
    "graph",
    "init",
    "submit",
    "watch",
    "hint",
    "explain",
    "new",
    "validate",
    "export",
    "doctor",
    "schema",
)
"""In the order of `--help`; each is the function `run` of the file that has its name."""
HELP = (
    "Teaches backpropagation by grading it.\n\n"
    "Start with `grade list`, read a problem with `grade show gate-mul`, get files to fill in with"
    " `grade init my_solution`, and see what is wrong with `grade submit my_solution`.\n\n"
    "Exit codes: 0 all points, 1 graded but not all, 2 something you can mend, 3 a bug of ours."
)


def app(asked: Sequence[str]) -> typer.Typer:
    """The command line for these arguments.

    Where they name a command it has this one alone: making all of them takes as long as grading three problems.
    """
    made = typer.Typer(
        name="grade",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=HELP,
    )
    made.callback()(_root)
    for name in asked[:1] if {*asked[:1]} & {*COMMANDS} else COMMANDS:
        made.command(name=name)(import_module(f"grader.cli.{name}").run)
    return made


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"grade {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Options of every command."""


def main(zygotes: Zygotes) -> NoReturn:
    """Run the command line and leave with an exit code; a user's error is one line, ours says what to report."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # comparing needs no more, and starting them takes 10 ms
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no ✓ still gets its report
    with zygotes:
        code = _run(zygotes)
    host.end_children()  # all there were are the zygotes, and what guests managed to leave behind
    page.open_all()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, AttributeError):  # the reader has gone, the disk is full, or it was closed
            stream.flush()
    os._exit(code)  # taking numpy apart, object by object, would take as long as grading three problems


def _run(zygotes: Zygotes) -> int:
    try:
        app(sys.argv[1:])(obj=zygotes)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else NOT_ALL_RIGHT if left.code else ALL_RIGHT
    except UserError as error:
        _complain(error.text(_language()))
        return USER_CAN_MEND
    except ZygoteDied:
        _complain(say(_language(), "no-guests"))
        return USER_CAN_MEND
    except BrokenPipeError:
        return ALL_RIGHT  # the reader of our output has gone: nothing more to say
    except OSError as error:
        _complain(say(_language(), "os-error", error=error))
        return USER_CAN_MEND
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name == "numpy":
            _complain(PackageMissing("package-missing", package="numpy").text(_language()))
            return USER_CAN_MEND
        import traceback

        with contextlib.suppress(OSError):
            traceback.print_exc()
        _complain(say(_language(), "our-bug", error=f"{type(error).__name__}: {error}"))
        return OUR_BUG
    return ALL_RIGHT


def _complain(text: str) -> None:
    with contextlib.suppress(OSError):  # nobody hears it; the exit code stays
        typer.echo(f"grade: {text}", err=True)


def _language() -> Language:
    """The language asked for on the command line, as far as it can be made out; else the locale's."""
    arguments = sys.argv[1:]
    for i, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else "".join(arguments[i + 1 : i + 2])
        if argument.startswith("--lang") and value in Language.__members__:
            return Language(value)
    return preferred()
