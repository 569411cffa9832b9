"""The report for GitHub Actions: annotations on the student's lines, then a summary in Markdown.

Whatever student code wrote is escaped in the commands, and stands inside a fence in the summary, where each line
begins with our own text: it can neither begin a command nor end the fence.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.cleaning import cleaned
from grader.graded import ProblemReport, Report
from grader.model import Finding, Verdict
from grader.reports.accusations import accusations, certain_mistakes, headline, line_of, mark, number, path_of, told
from grader.reports.sentences import left_out
from grader.words import Language, say

FENCE = "```"


def render(report: Report, language: Language) -> str:
    """The annotations, then the summary: what a log shows where there is no page for summaries."""
    return "\n".join(filter(None, (commands(report, language), summary(report, language))))


def commands(report: Report, language: Language) -> str:
    """A command for each accusation: GitHub shows the first ten at the lines they are about."""
    return "\n".join(
        _annotation(report, problem, finding, language)
        for problem in report.problems
        if problem.verdict is not Verdict.UNANSWERED
        for finding in accusations(problem)
    )


def summary(report: Report, language: Language) -> str:
    """Points by problem in a table, then what is to mend."""
    lines = [f"## {headline(report, language)}", "", *_table(report, language)]
    if cells := [left_out(cell, language) for cell in report.submission.left_out]:
        lines += ["", f"{FENCE}text", *cells, FENCE]
    for problem in report.problems:
        found = accusations(problem)
        if found and problem.verdict is not Verdict.UNANSWERED:
            lines += ["", f"### {problem.id} {_cell(problem.title[language])}", "", f"{FENCE}text"]
            lines += [line for finding in found for line in told(problem, finding, language)]
            lines += [FENCE]
    return "\n".join(lines)


def _annotation(report: Report, problem: ProblemReport, finding: Finding, language: Language) -> str:
    line = line_of(problem, finding)
    certain = (each.name for each in problem.diagnoses if each.answer == finding.answer and each.certain)
    properties = {
        "file": path_of(report, problem),
        "line": line,
        "title": ": ".join(filter(None, (problem.id, next(certain, finding.answer)))),
    }
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value is not None)
    said = "\n".join(told(problem, finding, language))
    return f"::error {given}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    text = str(value)
    return _data(cleaned(text, most=len(text))).replace(":", "%3A").replace(",", "%2C")


def _table(report: Report, language: Language) -> Iterator[str]:
    heads = [say(language, f"column-{name}") for name in ("problem", "points", "verdict", "mistake")]
    yield f"| {' | '.join(heads)} |"
    yield "|---|---:|---|---|"
    for problem in report.problems:
        points = f"{number(problem.points)}/{number(problem.of)}"
        verdict = f"{mark(problem.verdict)} {say(language, f'verdict-{problem.verdict}')}"
        yield f"| {problem.id} | {points} | {verdict} | {certain_mistakes(problem)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
