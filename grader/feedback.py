"""How much a report tells: an assignment may leave out the later steps of the ladder from symptom to formula."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from grader.model import Diagnosis, Feedback

if TYPE_CHECKING:  # guests are asked before it is imported
    from grader.graded import ProblemReport, Report

NO_HINT = {"en": "", "zh": ""}


def limited(report: Report, feedback: Feedback) -> Report:
    """The report up to a step: which answer is wrong and where; the smallest input and the mistake's name; the hint."""
    if feedback is Feedback.FULL:
        return report
    without = _symptoms if feedback is Feedback.SYMPTOM else _families
    return dataclasses.replace(report, problems=[without(problem) for problem in report.problems])


def _symptoms(problem: ProblemReport) -> ProblemReport:
    findings = [finding for finding in problem.findings if finding.check != "slope"]
    return dataclasses.replace(problem, findings=findings, diagnoses=[], smallest=[])


def _families(problem: ProblemReport) -> ProblemReport:
    def named(diagnosis: Diagnosis) -> Diagnosis:
        return dataclasses.replace(diagnosis, hint=NO_HINT)

    return dataclasses.replace(problem, diagnoses=[named(diagnosis) for diagnosis in problem.diagnoses])
