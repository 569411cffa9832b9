"""`grade hint`: one more hint."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli import options
from grader.cli.writing import columns
from grader.errors import PackageMissing, UserError
from grader.words import preferred, say

if TYPE_CHECKING:
    from grader.course import Course
    from grader.graded import ProblemReport
    from grader.model import Feedback
    from grader.sandbox.zygotes import Zygotes


def run(
    context: typer.Context,
    problem: Annotated[str, typer.Argument(help="Its id, as in `grade list`.", metavar="ID")],
    path: Annotated[
        Path, typer.Argument(help="Where your answers are; else the folder you are in.", metavar="[DIR]")
    ] = Path("."),
    assignment: Annotated[
        str | None, typer.Option(help="Say no more of your answer than this assignment of the course allows.")
    ] = None,
    course: options.Course = None,
    lang: options.Lang = None,
) -> None:
    """Give one more hint to a problem, each time you ask.

    The first ones are about your answer, if it is wrong: what is wrong, the smallest input that shows it, which mistake
    it is. Then come those of the problem: what to look at, the formula, the line. DIR/.grade remembers which you took.
    """
    from grader.course import find_course
    from grader.hints import Standing, as_text, next_hint
    from grader.model import Feedback
    from grader.reports.accusations import command_line

    language = lang or preferred()
    found = find_course(course)
    if str(path) in found.ids and problem not in found.ids:
        raise UserError("problem-first", command=command_line(shlex.join(["grade", "hint", str(path), problem])))
    asked = found.problem(problem)
    assigned = found.assignment(assignment) if assignment is not None else None
    if assigned is not None and problem not in found.select(assigned.problems):
        raise UserError("not-assigned", problem=problem, name=assignment)
    missing = None
    try:
        report = _graded(found, problem, path, context.obj, assigned.feedback if assigned else Feedback.FULL)
    except PackageMissing as error:
        report, missing = None, error
    hints = next_hint(asked, report, path if path.is_dir() else path.parent, language)
    preface = missing.text(language) if missing else ""
    if missing is None and hints.standing is not Standing.WRONG:
        here = "-here" if hints.standing is Standing.UNANSWERED and path == Path(".") else ""
        preface = say(language, f"hint-{hints.standing}{here}", path=path, id=problem)
    typer.echo(as_text(asked, hints, preface, language, *_commands(problem, path, assignment, course), columns()))


def _graded(course: Course, problem: str, path: Path, zygotes: Zygotes, feedback: Feedback) -> ProblemReport | None:
    """What comes of the answer to a problem; None where there is none. Raises UserError."""
    from grader.grading import Options, grade
    from grader.submission import NOTHING, load_submission

    try:
        submission = load_submission(path, course)
    except UserError as error:
        if error.key in NOTHING:
            return None
        raise
    if problem not in submission.files:
        return None
    return grade(course, submission, zygotes, Options(only=[problem], feedback=feedback)).problems[0]


def _commands(problem: str, path: Path, assignment: str | None, course: Path | None) -> tuple[str, list[str]]:
    """The one that gives the next hint, and those that show and grade the problem."""
    from grader.reports.accusations import command_line

    of = [] if course is None else ["--course", str(course)]
    here = [] if path == Path(".") else [str(path)]
    to_level = [] if assignment is None else ["--assignment", assignment]
    again = ["grade", "hint", problem, *here, *to_level, *of]
    further = [["grade", "show", problem, *of], ["grade", "submit", str(path), "-p", problem, *of]]
    return command_line(shlex.join(again)), [command_line(shlex.join(command)) for command in further]
