"""The report for people at a terminal: verdict first, one screen.

No line starts with text that student code wrote, so none of it is taken for a command where a CI shows the report.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence

from typer import style

from grader.graded import AnswerReport, ProblemReport, Report
from grader.model import Cost, Finding, Verdict
from grader.reports.accusations import (
    HAPPENED,
    accused,
    command_line,
    confirmed,
    headline,
    inputs_line,
    is_passed,
    is_to_mend,
    isolation_line,
    mark,
    named,
    notes,
    number,
    printed_lines,
    smallest_lines,
    speed_lines,
    step_line,
)
from grader.reports.sentences import happened, left_out, sentence
from grader.words import Language, first_of, say

COLUMNS = 100
"""Of prose, at most: longer lines are hard to read."""
INDENT = 4
DETAILED = 2
"""Problems shown in detail when several were graded; the others are one line each."""


def render(report: Report, language: Language, columns: int = sys.maxsize) -> str:
    """Plain text with colours, which whoever prints it may strip; its prose is broken to fit into so many columns."""
    lines = [*_headline(report, language)]
    lines += [style(left_out(cell, language), fg="yellow") for cell in report.submission.left_out]
    if len(report.problems) > 1:
        lines += ["", *_table(report.problems, language)]
    to_mend = [problem for problem in report.problems if is_to_mend(problem)]
    detailed = [problem for problem in to_mend if problem.verdict is not Verdict.UNANSWERED] or to_mend[:1]
    for problem in detailed[:DETAILED]:
        lines += ["", *_detail(report, problem, language, columns)]
    if len(report.problems) == 1 and not to_mend:
        lines += ["", *_detail(report, report.problems[0], language, columns)]
        command = command_line(shlex.join(["grade", "hint", report.problems[0].id, report.submission.path]))
        lines += ["  " + style(say(language, "right-next", command=command), dim=True)] if report.of else []
    rest = detailed[DETAILED:]
    if rest:
        command = command_line(shlex.join(["grade", "submit", report.submission.path, "-p", rest[0].id]))
        lines += ["", say(language, "more-problems", count=len(rest), command=command)]
    if report.speed:
        lines += ["", *speed_lines(report, language)]
    isolation = isolation_line(report, language)
    if columns < sys.maxsize:
        from grader.reports.columns import wrapped

        isolation = "\n".join(wrapped(isolation, columns))
    lines += ["", style(isolation, dim=True)]
    return "\n".join(lines)


def _headline(report: Report, language: Language) -> Iterator[str]:
    right = not any(is_to_mend(problem) for problem in report.problems)
    colour = "green" if is_passed(report) else "red"
    yield style(headline(report, language), fg=colour, bold=True) + (say(language, "all-right") if right else "")


def _table(problems: Sequence[ProblemReport], language: Language) -> Iterator[str]:
    """A line for each problem; those not answered yet share one."""
    yield from (_row(problem, language) for problem in problems if problem.verdict is not Verdict.UNANSWERED)
    unanswered = [problem.id for problem in problems if problem.verdict is Verdict.UNANSWERED]
    if unanswered:
        said = say(language, "not-answered", count=len(unanswered), names=first_of(unanswered, language))
        yield f"  {coloured_mark(Verdict.UNANSWERED)} {said}"


def _row(problem: ProblemReport, language: Language) -> str:
    points = f"{number(problem.points)}/{number(problem.of)}"
    return f"  {coloured_mark(problem.verdict)} {problem.id:<22} {points:>10}  {verdicts(problem, language)}"


def verdicts(problem: ProblemReport, language: Language) -> str:
    """The verdict of a problem, and of its answers that are not right: `partly right; wrong: dx`."""
    named: dict[Verdict, list[str]] = {problem.verdict: []}
    for answer in problem.answers if problem.verdict not in HAPPENED else ():
        if answer.verdict not in (Verdict.CORRECT, *HAPPENED):
            named.setdefault(answer.verdict, []).append(answer.name)
    said = ((say(language, f"verdict-{verdict}"), names) for verdict, names in named.items())
    parts = (say(language, "of", what=verdict, names=names) if names else verdict for verdict, names in said)
    return say(language, "and-then").join(parts)


def _detail(report: Report, problem: ProblemReport, language: Language, columns: int) -> Iterator[str]:
    """What one problem's answers are worth, and the first thing to mend with how to repeat it."""
    yield style(f"{problem.id}  {problem.title[language]}", bold=True) + (f"  {problem.file}" if problem.file else "")
    first = next((finding for finding in problem.findings if finding.cost is not Cost.NOTHING), None)
    if first is not None and problem.verdict in HAPPENED:
        yield f"  {coloured_mark(problem.verdict)} {style(happened(first, language), fg='red')}"
        if problem.verdict is Verdict.UNANSWERED:
            yield "    " + style(say(language, "asked", command=f"grade show {problem.id}"), dim=True)
    else:
        for answer in problem.answers:
            yield f"  {coloured_mark(answer.verdict)} {answer.name:<12} {_points(problem, answer, language)}"
        for step in problem.steps:
            yield f"    {step_line(step, language)}"
        if line := confirmed(problem, language):
            yield "  " + line
        for finding in accused(problem):
            yield "  " + style(sentence(finding, language), fg="red")
            yield from _mistakes(problem, finding, language, columns)
            shown = next((each for each in problem.smallest if each.answer == finding.answer), None)
            if shown is not None:
                yield from (f"    {line}" for line in smallest_lines(shown, language))
            if finding is first:
                yield from _case(problem, first, language)
    for note in notes(problem):
        yield "  " + style(say(language, "note", text=sentence(note, language)), fg="yellow")
    yield from (f"  {line}" for line in printed_lines(problem, language))


def _case(problem: ProblemReport, finding: Finding, language: Language) -> Iterator[str]:
    """The inputs of the case a finding is about, and the command that repeats exactly it."""
    case = next((case for case in problem.cases if case.name == finding.case), None)
    if case is None:
        return
    if case.inputs and problem.verdict not in HAPPENED and not problem.smallest:
        yield "    " + say(language, "with-inputs", inputs=inputs_line(case.inputs, language))
    if case.repeat and problem.verdict not in (Verdict.UNANSWERED, Verdict.UNREADABLE, Verdict.MISSING) and problem.of:
        yield "    " + style(say(language, "repeat", command=command_line(case.repeat)), dim=True)


def _mistakes(problem: ProblemReport, finding: Finding, language: Language, columns: int) -> Iterator[str]:
    """The mistake behind a finding, where it has a name."""
    for said, *explains, more in named(problem, finding, language):
        from grader.reports.columns import wrapped

        yield from (f"    {line}" for line in [*wrapped(said, min(columns - INDENT, COLUMNS)), *explains])
        yield "    " + style(more, dim=True)


def _points(problem: ProblemReport, answer: AnswerReport, language: Language) -> str:
    verdict = say(language, f"verdict-{answer.verdict}")
    if not problem.of:  # a case repeated
        return verdict
    if not answer.of:  # optional
        why = say(language, "aside", text=say(language, "follows", parent=answer.follows)) if answer.follows else ""
        return f"{say(language, 'optional'):>10}  {verdict}{why}"
    points = f"{number(answer.points)}/{number(answer.of)}"
    steps = [step_line(step, language, answer.follows) for step in answer.steps if step.factor != 1]
    why = say(language, "aside", text=say(language, "and-then").join(steps)) if steps else ""
    return f"{points:>10}  {verdict}{why}"


def coloured_mark(verdict: Verdict) -> str:
    """The sign of a verdict, in its colour."""
    return style(mark(verdict), fg=colour(verdict), dim=verdict is Verdict.UNANSWERED or None)


def colour(verdict: Verdict) -> str | None:
    """That of a verdict; none where nothing is answered."""
    return {Verdict.CORRECT: "green", Verdict.PARTLY: "yellow", Verdict.UNANSWERED: None}.get(verdict, "red")
