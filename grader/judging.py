"""What the answers to a problem are worth, and which mistakes are behind those that are wrong."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from grader import scoring
from grader.diagnosis import diagnose
from grader.examining import Examined, Examiner
from grader.graded import AnswerReport, CaseReport, ProblemReport, Smallest, Step
from grader.model import Case, Cost, Diagnosis, Finding, Pairs
from grader.plain import plain_inputs
from grader.sandbox.conversation import Conversation
from grader.submission import StudentFile

if TYPE_CHECKING:  # right answers of one problem a file need no excerpts
    from grader.excerpt import Place

PATTERNED = ("wrong", "not-finite", "transposed", "shape")
"""Findings of values, which may be wrong in a pattern."""


class Judge:
    """Judges the answers to one problem."""

    def __init__(self, examiner: Examiner, submission: str) -> None:
        """`submission` is the path handed in, for the commands that repeat a case."""
        self.examiner, self.submission = examiner, submission
        self.ready, self.cases, self.scored = examiner.ready, examiner.cases, examiner.scored
        self.weights = {name: asked.weight for name, asked in self.ready.answers.items()}
        self.optional = {name for name, asked in self.ready.answers.items() if asked.optional}

    def report(
        self, file: StudentFile | None, guest: Conversation | None, scored: Callable[[ProblemReport], None]
    ) -> ProblemReport:
        """What came of a file; without a trouble, a guest has it and is asked. Raises ZygoteDied.

        `scored` is told as soon as points and verdict are known.
        """
        with guest or contextlib.nullcontext():
            examined = self.examiner.examine(file, guest)
            report = self._scored(examined, file)
            scored(report)
            climbed = self.examiner.climb(examined, guest)
        diagnoses = self._diagnoses(examined)
        report = dataclasses.replace(
            report,
            findings=report.findings + self._pattern(examined, diagnoses),
            diagnoses=diagnoses,
            smallest=self._smallest(diagnoses, examined, climbed, file),
            printed=self.examiner.printed(guest),
        )
        return placed(report, file.places) if file is not None and file.places and file.trouble is None else report

    def _scored(self, examined: Examined, file: StudentFile | None) -> ProblemReport:
        """The report as far as verdict and points."""
        findings = examined.findings
        ready, of = self.ready, self.ready.points if self.scored else 0.0
        answers = [self._answer_report(name, of, findings, examined.follows.get(name)) for name in examined.names]
        steps = self._steps(findings)
        points = scoring.problem_points(of, self.weights, answers, steps)
        verdict = scoring.problem_verdict(points, of, answers) if self.scored else scoring.case_verdict(findings)
        return ProblemReport(
            id=ready.id,
            module=ready.module,
            title=dict(ready.title),
            verdict=verdict,
            points=points,
            of=of,
            behind_hidden_cases=scoring.behind_hidden_cases(of, self.cases),
            steps=steps,
            answers=answers,
            cases=[self._case_report(case, findings) for case in self.cases],
            findings=findings,
            diagnoses=[],
            smallest=[],
            file=file.path if file else None,
            sha256=ready.sha256,
            printed="",
        )

    def _diagnoses(self, examined: Examined) -> list[Diagnosis]:
        """The named mistakes; most need all cases to be told apart."""
        wrong = self.scored and any(finding.cost is not Cost.NOTHING for finding in examined.findings)
        pairs, names = examined.pairs if wrong else (), examined.names
        bugs = self.examiner.clues.bugs if pairs else []
        told = [dataclasses.replace(bug, answers=[name for name in bug.answers if name in names]) for bug in bugs]
        return diagnose(examined.findings, told, self.ready.answers, pairs, examined.follows)

    def _pattern(self, examined: Examined, diagnoses: Sequence[Diagnosis]) -> list[Finding]:
        """Where the first wrong answer is wrong, if that has a pattern and no name."""
        costly = [finding for finding in examined.findings if finding.cost is Cost.CASE and finding.code in PATTERNED]
        first = next((finding.answer for finding in costly if finding.answer), None)
        if first is None or not self.scored or any(diagnosis.answer == first for diagnosis in diagnoses):
            return []
        from grader.diagnosis.pattern import pattern

        found = pattern(first, self.ready.answers[first], examined.pairs)
        return [found] if found else []

    def _smallest(
        self, diagnoses: Sequence[Diagnosis], examined: Examined, climbed: Pairs, file: StudentFile | None
    ) -> list[Smallest]:
        """The smallest input that shows it, for the first wrong answer and for each other one with a named mistake."""
        if file is None or not climbed:
            return []
        from grader.smallest import smallest

        wrong = [finding.answer for finding in examined.findings if finding.answer and finding.cost is not Cost.NOTHING]
        named = [diagnosis.answer for diagnosis in diagnoses if diagnosis.answer in wrong]
        settle = functools.partial(self.examiner.settled, alone=False)
        asked = self.ready.answers
        accused = [name for name in dict.fromkeys([*wrong[:1], *named]) if name is not None]
        found = [smallest(name, asked[name], climbed, settle, file.source) for name in accused]
        return [shown for shown in found if shown is not None]

    def _answer_report(self, name: str, of: float, findings: Sequence[Finding], follows: str | None) -> AnswerReport:
        of_answer = [finding for finding in findings if finding.answer == name]
        worth = of * self.weights[name] / sum(self.weights.values())
        return scoring.answer_report(name, worth, of_answer, self.cases, follows)

    def _steps(self, findings: Sequence[Finding]) -> list[Step]:
        """What is taken from the problem as a whole."""
        scored = {case.name for case in self.cases if not case.visible}
        changed = any(finding.cost is Cost.ARGUMENT and finding.case in scored for finding in findings)
        steps = [Step(rule="argument", factor=scoring.ARGUMENT_FACTOR)] if changed else []
        if self.ready.backprop and any(finding.check == "differences" for finding in findings):
            steps.append(Step(rule="backprop", factor=scoring.BACKPROP_FACTOR))
        return steps

    def _case_report(self, case: Case, findings: Sequence[Finding]) -> CaseReport:
        found = [finding for finding in findings if finding.case == case.name]
        failed = any(finding.cost is not Cost.NOTHING for finding in found)
        required = [finding for finding in found if finding.answer not in self.optional]
        told = failed and not case.hidden
        return CaseReport(
            name=case.name,
            verdict=scoring.case_verdict(required),
            visible=case.visible,
            edge=case.edge,
            hidden=case.hidden,
            inputs=plain_inputs(case.inputs) if told else None,
            repeat=self._repeat(case) if told else None,
        )

    def _repeat(self, case: Case) -> str:
        """The command that repeats exactly one case."""
        import shlex  # right answers need none

        return shlex.join(["grade", "submit", self.submission, "-p", self.ready.id, "--case", case.name])


def placed(report: ProblemReport, places: Sequence[Place]) -> ProblemReport:
    """The report with lines, and cells, as they are in the student's file, of which an excerpt was graded."""

    def of(line: int | None) -> tuple[int | None, int | None]:
        return places[line - 1] if line is not None and 0 < line <= len(places) else (None, None)

    def finding_placed(finding: Finding) -> Finding:
        if "line" not in finding.params:
            return finding
        cell, line = of(finding.params["line"])
        own = {"cell": cell} if cell is not None else {}
        return dataclasses.replace(finding, params={**finding.params, "line": line, **own})

    def smallest_placed(shown: Smallest) -> Smallest:
        cell, line = of(shown.line)
        return dataclasses.replace(shown, cell=cell, line=line, finding=finding_placed(shown.finding))

    return dataclasses.replace(
        report,
        findings=[finding_placed(finding) for finding in report.findings],
        smallest=[smallest_placed(shown) for shown in report.smallest],
    )
