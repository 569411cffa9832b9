"""The report as Gradescope's `results.json`: a test for each answer."""

from __future__ import annotations

import json
from typing import Any

from grader.graded import AnswerReport, ProblemReport, Report
from grader.model import Verdict
from grader.reports.accusations import earned, headline, told_of
from grader.reports.json import without_commands
from grader.reports.sentences import left_out
from grader.words import Language, say


def render(report: Report, language: Language) -> str:
    """All of it may be shown to students: a report says nothing of hidden cases that would give them away."""
    cells = report.submission.left_out
    results = {
        "score": report.points,
        "output": "\n".join([headline(report, language), *(left_out(cell, language) for cell in cells)]),
        "output_format": "text",
        "visibility": "visible",
        "tests": [_test(problem, answer, language) for problem in report.problems for answer in problem.answers],
    }
    return without_commands(json.dumps(results, ensure_ascii=False, indent=2))


def _test(problem: ProblemReport, answer: AnswerReport, language: Language) -> dict[str, Any]:
    verdict = say(language, f"verdict-{answer.verdict}")
    lines = told_of(problem, answer, language)
    return {
        "name": f"{problem.id}: {answer.name}",
        "score": earned(problem, answer),
        "max_score": answer.of,
        "status": "passed" if answer.verdict is Verdict.CORRECT and not lines else "failed",
        "output": "\n".join([verdict, *lines]),
        "output_format": "text",
        "visibility": "visible",
    }
