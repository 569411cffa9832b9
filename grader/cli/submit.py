"""`grade submit`: grade answers."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli import options, page, progress
from grader.cli.writing import columns, may_colour, write
from grader.errors import UserError
from grader.frozen import frozen
from grader.reports import FORMS, Form
from grader.words import Language, preferred, say

if TYPE_CHECKING:
    from grader.course import Course
    from grader.graded import Report
    from grader.submission import Submission


def run(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A folder made by `grade init`, a zip of it, a file, a notebook.")],
    problem: Annotated[
        list[str] | None,
        typer.Option("--problem", "-p", help="Only this problem or module; a missing answer counts 0.", metavar="ID"),
    ] = None,
    assignment: Annotated[
        str | None, typer.Option(help="Grade this assignment of the course, a missing answer counting 0.")
    ] = None,
    case: Annotated[str | None, typer.Option(help="Repeat one case of one problem, for no points.")] = None,
    as_page: Annotated[
        bool, typer.Option("--report", help="Write the report as a page too, and open it in the browser.")
    ] = False,
    form: Annotated[Form, typer.Option(help="How to write the report.")] = Form.terminal,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --form json.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the report to this file.")] = None,
    repro: Annotated[
        Path | None, typer.Option(help="Write a script that shows the first mistake without this tool.")
    ] = None,
    min_points: Annotated[
        float | None, typer.Option(help="Leave with exit code 0 from this many points on, and 1 below.", min=0)
    ] = None,
    require_isolation: Annotated[
        int, typer.Option(help="Refuse to grade below this level of isolation; see `grade doctor`.", min=0, max=3)
    ] = 0,
    lang: options.Lang = None,
    slow: Annotated[float, typer.Option(help="Multiply the limits of time, on a slow machine.")] = 1,
    speed: Annotated[bool, typer.Option("--speed", help="Time right answers on a large input, for no points.")] = False,
    course: options.Course = None,
) -> None:
    """Grade answers: what is right, what is wrong, and where.

    Exit code 0 if everything is right, 1 if not; with --min-points, 0 if there are as many.
    """
    from grader.course import find_course
    from grader.grading import Options, grade
    from grader.model import Feedback
    from grader.submission import load_submission

    if not 0 < slow < math.inf:
        raise UserError("slow-not-positive")
    if require_isolation:
        context.obj.require(require_isolation)
    language = lang or preferred()
    found = find_course(course, path)
    submission = load_submission(path, found)
    if case is not None and len(found.select(problem) if problem else submission.files) != 1:
        raise UserError("case-needs-problem")
    assigned = found.assignment(assignment) if assignment is not None else None
    only = problem or (assigned.problems if assigned else ())
    feedback = assigned.feedback if assigned else Feedback.FULL
    seed = options.secret_seed()
    chosen = Options(only=only, case=case, secret_seed=seed, slow=slow, feedback=feedback, speed=speed)
    report = grade(found, submission, context.obj, chosen, lambda *at: _progress(language, *at))
    context.obj.dismiss()
    graded = _Graded(report, language, found, submission)
    _deliver(graded, Form.json if as_json else form, out)
    if speed and not report.speed:
        typer.echo(say(language, "speed-nothing"), err=True)
    if repro is not None:
        _write_script(repro, graded, path)
    if as_page:
        _show_page(graded, path)
    enough = report.all_right if min_points is None else report.points >= min_points
    raise typer.Exit(options.ALL_RIGHT if enough else options.NOT_ALL_RIGHT)


@frozen
class _Graded:
    """A report, and what it is about."""

    report: Report
    language: Language
    course: Course
    submission: Submission

    def at_terminal(self, form: Form) -> str:
        """The text of a form, where standard output goes."""
        if form is not Form.terminal:
            return self.text(form)
        from grader.reports import terminal

        return terminal.render(self.report, self.language, columns())

    def text(self, form: Form) -> str:
        if form is not Form.html:
            return FORMS[form](self.report, self.language)
        from grader.reports import html

        return html.page(self.report, self.language, self.course, self.submission)


def _deliver(graded: _Graded, form: Form, out: Path | None) -> None:
    """Write the report to a file, to the pages of GitHub, or to the terminal."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY") if form is Form.github else None
    if out is not None:
        write(out, graded.text(form))
    elif summary:
        _print_annotations(graded.report, Path(summary), graded.language)
    else:
        typer.echo(graded.at_terminal(form), color=None if may_colour() else False)


def _show_page(graded: _Graded, handed_in: Path) -> None:
    """Write the page beside what was handed in, say where it is, and have it opened."""
    file = page.put(handed_in, graded.text(Form.html))
    typer.echo(say(graded.language, "page-written", path=file), err=True)
    page.open_at_end(file)


def _print_annotations(report: Report, file: Path, language: Language) -> None:
    """On GitHub: the summary to its page, after what other steps wrote there, and the annotations to the log."""
    from grader.reports import github

    write(file, github.summary(report, language), mode="a")
    if commands := github.commands(report, language):
        typer.echo(commands)


def _progress(language: Language, id_: str, number: int, count: int) -> None:
    """Which problem of how many is being graded; a single one needs no line."""
    if count > 1:
        progress.show(say(language, "grading", id=id_, number=number, count=count) if id_ else "")


def _write_script(file: Path, graded: _Graded, handed_in: Path) -> None:
    from grader.reports.repro import as_script

    shown = next(((problem, shown) for problem in graded.report.problems for shown in problem.smallest), None)
    if shown is None:
        typer.echo(say(graded.language, "nothing-to-show", path=file), err=True)
    else:
        source = graded.submission.files[shown[0].id].source
        write(file, as_script(*shown, handed_in, source).rstrip("\n"))
