"""What the answers to a problem are worth: checks, diagnosis, points."""

from __future__ import annotations

import builtins
import dataclasses
import functools
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader import scoring
from grader.checks import CALL_CHECKS, checked, differences
from grader.cleaning import cleaned
from grader.compare import same
from grader.course import Course
from grader.diagnosis import diagnose
from grader.following import followed
from grader.guest.wire import Value
from grader.model import (
    Answer,
    Array,
    Case,
    CaseReport,
    Cost,
    Diagnosis,
    Finding,
    Prepared,
    ProblemReport,
    Smallest,
    Step,
)
from grader.plain import plain_inputs
from grader.programs import accepted, by_name, clues
from grader.rng import rng_for
from grader.sandbox import Zygotes
from grader.sandbox.conversation import Conversation, Silent
from grader.submission import StudentFile

SAID_OF_HIDDEN = ("type", "signal", "path", "argument")
"""What may be said of a finding on a hidden case: nothing that student code could have put inputs or values into."""
OF_THE_FILE = ("syntax", "unreadable", "missing-function", "no-file", "unanswered")
"""Findings that are about the file, whatever the case."""
ENDED = ("crashed", "out-of-time", "out-of-memory", "too-much-output", "malformed", "exit")
"""Findings of a guest that is not asked any more."""
PATTERNED = ("wrong", "not-finite", "transposed", "shape")
"""Findings of values, which may be wrong in a pattern."""
PRINTED_SHOWN = 2000


class Judge:
    """Judges the answers to one problem."""

    def __init__(self, course: Course, zygotes: Zygotes, problem: Prepared, submission: str, only: str | None) -> None:
        """`submission` is the path handed in, for the commands that repeat a case; `only` one case, for no points."""
        self.course, self.zygotes, self.problem, self.submission = course, zygotes, problem, submission
        self.scored = only is None
        self.cases = list(problem.cases) if only is None else _alone(problem.cases, only)
        self.questions = [question for question in problem.questions if only in (None, question.case)]
        self.printed = ""
        self.pairs: list[tuple[Case, Answer]] = []
        self.climbed: list[tuple[Case, Answer]] = []
        self.names = [name for name, asked in problem.answers.items() if not asked.optional]
        """The answers that are judged: those required, and in `_findings` the optional ones that were given."""

    def report(self, file: StudentFile | None, guest: Conversation | None) -> ProblemReport:
        """What came of a file; without a trouble, a guest has it and is asked. Raises ZygoteDied."""
        findings = self._without_harmless(self._findings(file, guest))
        follows = self._follows(findings, alone=guest is None or guest.alone)
        problem, scored = self.problem, self.scored
        of = problem.points if scored else 0.0
        weights = {name: asked.weight for name, asked in problem.answers.items()}
        answers = [
            scoring.answer_report(
                name,
                of * weights[name] / sum(weights.values()),
                [f for f in findings if f.answer == name],
                self.cases,
                follows.get(name),
            )
            for name in self.names
        ]
        diagnoses = self._diagnoses(findings, follows)
        findings += self._pattern(findings, diagnoses)
        scored_cases = {case.name for case in self.cases if not case.visible}
        changed = any(finding.cost is Cost.ARGUMENT and finding.case in scored_cases for finding in findings)
        steps = [Step(rule="argument", factor=scoring.ARGUMENT_FACTOR)] if changed else []
        if problem.backprop and any(finding.check == "differences" for finding in findings):
            steps.append(Step(rule="backprop", factor=scoring.BACKPROP_FACTOR))
        points = scoring.problem_points(of, weights, answers, steps)
        verdict = scoring.problem_verdict(points, of, answers) if scored else scoring.case_verdict(findings)
        return ProblemReport(
            id=problem.id,
            module=problem.module,
            title=dict(problem.title),
            verdict=verdict,
            points=points,
            of=of,
            behind_hidden_cases=scoring.behind_hidden_cases(of, self.cases),
            steps=steps,
            answers=answers,
            cases=[self._case_report(case, findings) for case in self.cases],
            findings=findings,
            diagnoses=diagnoses,
            smallest=self._smallest(diagnoses, findings, file),
            file=file.path if file else None,
            sha256=problem.sha256,
            printed=self.printed,
        )

    def _follows(self, findings: Sequence[Finding], *, alone: bool) -> dict[str, str]:
        """The wrong answers that are wrong because of an earlier one, each with that: what no single case can tell."""
        if not self.scored or not any(finding.cost is Cost.CASE for finding in findings):
            return {}
        follows = followed(self.course, self.problem, self.pairs, findings, self.zygotes, alone=alone)
        for name, asked in self.problem.answers.items():
            of_answer = [finding for finding in findings if finding.answer == name]
            if asked.slope_of and scoring.right_for_own_forward(of_answer, self.cases):
                follows[name] = asked.slope_of
        return follows

    def _diagnoses(self, findings: Sequence[Finding], follows: Mapping[str, str]) -> list[Diagnosis]:
        """The named mistakes; most need all cases to be told apart."""
        wrong = self.scored and any(finding.cost is not Cost.NOTHING for finding in findings)
        pairs = self.pairs if wrong else []
        bugs = clues(self.course, self.problem, self.zygotes).bugs if pairs else []
        told = [dataclasses.replace(bug, answers=[name for name in bug.answers if name in self.names]) for bug in bugs]
        return diagnose(findings, told, self.problem.answers, pairs, follows)

    def _without_harmless(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings; where all that is required is right, nothing is said of optional answers."""
        if any(f.cost is not Cost.NOTHING and not self._is_optional(f.answer) for f in findings):
            return list(findings)
        self.names = [name for name in self.names if not self._is_optional(name)]
        return [finding for finding in findings if not self._is_optional(finding.answer)]

    def _is_optional(self, name: str | None) -> bool:
        return name is not None and self.problem.answers[name].optional

    def _smallest(
        self, diagnoses: Sequence[Diagnosis], findings: Sequence[Finding], file: StudentFile | None
    ) -> list[Smallest]:
        """The smallest input that shows it, for each answer with a named mistake; without one, for the first wrong."""
        if file is None or not self.climbed:
            return []
        from grader.smallest import smallest

        wrong = [finding.answer for finding in findings if finding.answer and finding.cost is not Cost.NOTHING]
        named = [diagnosis.answer for diagnosis in diagnoses if diagnosis.answer in wrong]
        settle = functools.partial(settled, self.course, self.problem, zygotes=self.zygotes, alone=False)
        asked = self.problem.answers
        found = [
            smallest(name, asked[name], self.climbed, settle, file.source)
            for name in dict.fromkeys(named or wrong[:1])
            if name is not None
        ]
        return [shown for shown in found if shown is not None]

    def _pattern(self, findings: Sequence[Finding], diagnoses: Sequence[Diagnosis]) -> list[Finding]:
        """Where the first wrong answer is wrong, if that has a pattern and no name."""
        first = next((f.answer for f in findings if f.answer and f.cost is Cost.CASE and f.code in PATTERNED), None)
        if first is None or not self.scored or any(diagnosis.answer == first for diagnosis in diagnoses):
            return []
        from grader.diagnosis.pattern import pattern

        found = pattern(first, self.problem.answers[first], self.pairs)
        return [found] if found else []

    def _findings(self, file: StudentFile | None, guest: Conversation | None) -> list[Finding]:
        """All findings: those of the first answer first, each answer's in the order of the cases."""
        if file is None:
            return self._nothing_to_ask({"kind": "no-file"})
        if file.trouble is not None:
            return self._nothing_to_ask(dict(file.trouble))
        assert guest is not None
        with guest:
            answers = [by_name(self.problem, answer) for answer in guest.ask(self.questions)]
            pairs = [
                (settled(self.course, self.problem, case, answer, self.zygotes, alone=guest.alone), answer)
                for case, answer in zip(self.cases, answers, strict=True)
            ]
            self.pairs = pairs
            self.names = [name for name in self.problem.answers if self._is_judged(name)]
            findings = [f for name in self.names for f in self._of_answer(name, pairs, guest)]
            findings += self._differences(findings, file.source, guest)
            if self.scored and _are_of_values(findings):
                from grader.smallest import climb

                self.climbed = climb(self.problem, clues(self.course, self.problem, self.zygotes).ladder, guest)
        findings += [f for check in CALL_CHECKS.values() for pair in pairs if (f := check(*pair)) is not None]
        hidden = {case.name for case in self.cases if case.hidden}
        if not hidden:
            self.printed = cleaned(guest.printed.decode("utf-8", "replace"), most=PRINTED_SHOWN, lines=True)
        return [_without_values(finding) if finding.case in hidden else finding for finding in findings]

    def _differences(self, findings: Sequence[Finding], source: str, guest: Conversation) -> list[Finding]:
        """Whether a gradient that may be found by small steps is: told by the calls of one more run of two cases."""
        suspected = differences.suspects(findings, self.problem.answers, source)
        if not suspected or not self.scored:
            return []
        try:
            finding = differences.found(suspected, self.cases, guest.counts)
        except Silent:
            return []
        return [finding] if finding else []

    def _nothing_to_ask(self, trouble: dict[str, Any]) -> list[Finding]:
        answer = Answer(troubles=dict.fromkeys(self.problem.answers, trouble))
        pairs = [(case, answer) for case in self.cases]
        return [f for name in self.names for pair in pairs for f in checked(name, *pair)]

    def _is_judged(self, name: str) -> bool:
        """Whether an answer is required, or optional and given on some case."""
        return not self._is_optional(name) or any(answer.has(name) for _, answer in self.pairs)

    def _of_answer(self, name: str, pairs: Sequence[tuple[Case, Answer]], guest: Conversation) -> list[Finding]:
        """The findings of one answer; where its value is wrong, its slopes are looked at as well."""
        findings = []
        slope_of, wrong = self.problem.answers[name].slope_of, []
        for case, answer in pairs:
            found = checked(name, case, answer, optional=self._is_optional(name))
            findings += found
            if (
                slope_of is not None
                and not case.edge
                and any(finding.check == "value" and finding.cost is Cost.CASE for finding in found)
            ):
                wrong.append((case, answer))
        if wrong:
            from grader.checks.gradients import is_trivial

            if not is_trivial(name, pairs):
                findings += [finding for pair in wrong for finding in self._slope(name, *pair, guest)]
        return findings

    def _slope(self, name: str, case: Case, answer: Answer, guest: Conversation) -> list[Finding]:
        asked = self.problem.answers[name]
        assert asked.slope_of is not None
        try:
            finding = slope_finding(self.problem, name, case, answer, guest=guest)
        except Silent:
            return []
        right_forward = all(found.cost is Cost.NOTHING for found in checked(asked.slope_of, case, answer))
        if finding is None or (right_forward and finding.code == "self-consistent"):
            return []  # a wrong gradient is not the slope of a right forward, whatever was measured
        return [finding]

    def _case_report(self, case: Case, findings: Sequence[Finding]) -> CaseReport:
        found = [finding for finding in findings if finding.case == case.name]
        failed = any(finding.cost is not Cost.NOTHING for finding in found)
        required = [finding for finding in found if not self._is_optional(finding.answer)]
        repeat = ["grade", "submit", self.submission, "-p", self.problem.id, "--case", case.name]
        return CaseReport(
            name=case.name,
            verdict=scoring.case_verdict(required),
            visible=case.visible,
            edge=case.edge,
            hidden=case.hidden,
            inputs=plain_inputs(case.inputs) if failed and not case.hidden else None,
            repeat=shlex.join(repeat) if failed and not case.hidden else None,
        )


def settled(
    course: Course, problem: Prepared, case: Case, answer: Answer, zygotes: Zygotes, *, alone: bool = True
) -> Case:
    """The case with the wanted answers that an answer is to be held against: another right tuple where it gives one."""
    if case.accept is None and not case.alternatives:
        return case
    names = [name for name in case.want if not problem.answers[name].optional or answer.has(name)]
    for want in (case.want, *case.alternatives):
        if all(same(want[name], answer.values.get(name), case.scale[name]) for name in names):
            return dataclasses.replace(case, want=want)
    values = {name: answer.values[name] for name in names if _is_plain(answer.values.get(name))}
    if case.accept is None or len(values) < len(names):
        return case
    right = accepted(course, problem, case, values, zygotes, alone=alone)
    return dataclasses.replace(case, want={**case.want, **values}) if right else case


def slope_finding(problem: Prepared, name: str, case: Case, answer: Answer, *, guest: Conversation) -> Finding | None:
    """Whether a gradient is the slope of the forward in the guest; None where that cannot be told. Raises Silent."""
    from grader.checks.gradients import own_slope

    asked = problem.answers[name]
    assert asked.slope_of is not None and asked.along is not None
    holder = problem.answers[asked.slope_of].part_of or asked.slope_of

    def along(v: Array, steps: Sequence[float]) -> list[Value]:
        outs = guest.along(case.call, str(asked.along), v if v.ndim else float(v), steps, holder)
        return [by_name(problem, Answer({holder: out})).values.get(str(asked.slope_of)) for out in outs]

    guest.stand(case.inputs)
    return own_slope(name, asked, case, answer, along, rng_for("slope", problem.id, case.name, name))


def _are_of_values(findings: Sequence[Finding]) -> bool:
    """Whether answers are wrong, and not as a file is that cannot be run, or that no process survives."""
    costly = [finding.code for finding in findings if finding.cost is not Cost.NOTHING]
    return bool(costly) and not {*costly} & {*OF_THE_FILE, *ENDED}


def _alone(cases: Sequence[Case], name: str) -> list[Case]:
    """One case by itself, counted like any ordinary one."""
    return [dataclasses.replace(case, visible=False, edge=False) for case in cases if case.name == name]


def _without_values(finding: Finding) -> Finding:
    if finding.code in OF_THE_FILE:
        return finding
    said = {key: value for key, value in finding.params.items() if key in SAID_OF_HIDDEN}
    if not hasattr(builtins, str(said.get("type", "object"))):
        del said["type"]  # a class of the student's, whose name may say anything
    return dataclasses.replace(finding, params=said)


def _is_plain(value: Value | None) -> bool:
    return isinstance(value, (bool, int, float, str, list, tuple, dict, np.ndarray))
