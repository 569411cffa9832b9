"""What `grade watch` says: a line for each save, the smallest input below it; and what its keys ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from typer import style

from grader.graded import ProblemReport
from grader.model import Verdict
from grader.reports.accusations import accusations, mark, number, printed_lines, told
from grader.reports.columns import wrapped
from grader.reports.terminal import COLUMNS, colour, coloured_mark, verdicts
from grader.words import Language, say


@dataclass(frozen=True, slots=True)
class Score:
    """What a problem was worth when it was last graded."""

    points: float
    of: float


def verdict_line(problem: ProblemReport, before: Score | None, language: Language) -> str:
    """The verdict on one save, with the points before it where they were others."""
    line = say(
        language,
        "watch-verdict",
        mark=mark(problem.verdict),
        id=problem.id,
        points=changed(before.points if before else None, problem.points),
        of=number(problem.of),
        verdict=verdicts(problem, language),
    )
    return style(line, fg=colour(problem.verdict), bold=True)


def changed(before: float | None, now: float) -> str:
    """Points, with those before where they were others."""
    return number(now) if before in (None, now) else f"{number(before or 0)} → {number(now)}"


def mended(problem: ProblemReport, width: int, language: Language) -> Iterator[str]:
    """The first thing to mend, with the smallest input that shows it; and what the code printed."""
    for finding in accusations(problem)[:1]:
        lines = told(problem, finding, language)
        yield from (f"  {line}" for said in lines for line in _indented(said, width))
    yield from (f"  {line}" for line in printed_lines(problem, language))


def row(name: str, problem: ProblemReport | None, of: float, language: Language) -> str:
    """One problem in the list of all; one that is not answered has no report."""
    verdict = problem.verdict if problem else Verdict.UNANSWERED
    points = f"{number(problem.points if problem else 0)}/{number(of)}"
    return f"  {coloured_mark(verdict)} {name:<22} {points:>10}  {say(language, f'verdict-{verdict}')}"


def total(scores: Mapping[str, Score], language: Language) -> str:
    """The points of all problems that are answered."""
    points, of = (
        round(sum(each), 2) for each in ([s.points for s in scores.values()], [s.of for s in scores.values()])
    )
    return say(language, "points", points=number(points), of=number(of))


def _indented(said: str, width: int) -> list[str]:
    """One thing said, in lines that are no wider; what is set off by blanks stays so."""
    start = " " * (len(said) - len(said.lstrip()))
    return [start + line for line in wrapped(said.strip(), min(width, COLUMNS) - len(start) - 2)]
