"""The report as the `result.json` of Classroom 50, the follower of GitHub Classroom: a test for each problem.

Its runner says in environment variables what is graded, and sets owner, kind of assignment and dates itself.
"""

from __future__ import annotations

import json
import os

from grader.errors import UserError
from grader.graded import ProblemReport, Report
from grader.model import Verdict
from grader.words import Language

SCHEMA = "classroom50/result/v1"
GIVEN = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}
A_POINT = 100
"""Scores there are whole numbers, and points have two decimals."""


def render(report: Report, language: Language) -> str:
    """The same in every language. Raises UserError outside of the runner."""
    named = {field: os.environ.get(name, "") for field, name in GIVEN.items()}
    named["review"] = named["review"] or named["commit"]
    missing = [GIVEN[field] for field, value in named.items() if not value]
    if missing:
        raise UserError("not-in-classroom50", names=missing)
    tests = [_test(problem) for problem in report.problems]
    scores = {key: sum(int(test[key]) for test in tests) for key in ("score", "max-score")}
    return json.dumps({"schema": SCHEMA, **named, **scores, "tests": tests}, ensure_ascii=False, indent=2)


def _test(problem: ProblemReport) -> dict[str, str | bool | int]:
    return {
        "test-name": problem.id,
        "passed": problem.verdict is Verdict.CORRECT,
        "score": round(problem.points * A_POINT),
        "max-score": round(problem.of * A_POINT),
    }
