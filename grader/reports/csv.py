"""The report as a table: a row for each answer, with the mistake that was recognised in it."""

from __future__ import annotations

from grader.graded import AnswerReport, ProblemReport, Report
from grader.model import Verdict
from grader.reports.accusations import earned, number
from grader.words import Language

COLUMNS = ("problem", "answer", "verdict", "points", "of", "code", "mistake", "certain")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def render(report: Report, language: Language) -> str:
    """Words and codes of the JSON report, so that it is the same in every language."""
    import csv
    import io

    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for problem in report.problems:
        writer.writerows([_cell(value) for value in _row(problem, answer)] for answer in problem.answers)
    return table.getvalue().removesuffix("\n")


def _row(problem: ProblemReport, answer: AnswerReport) -> list[str]:
    """Where several mistakes look alike, all of them, and none is certain."""
    wrong = answer.verdict is not Verdict.CORRECT
    found = [
        each
        for each in problem.diagnoses
        if wrong and (each.answer in (answer.name, None) or answer.name in each.explains)
    ]
    return [
        problem.id,
        answer.name,
        answer.verdict.value,
        number(earned(problem, answer)),
        number(answer.of),
        " ".join(each.code for each in found),
        " ".join(each.name for each in found),
        ("yes" if all(each.certain for each in found) else "no") if found else "",
    ]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
