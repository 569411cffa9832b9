"""grade(): ask, check, score."""

from __future__ import annotations

import builtins
import dataclasses
import platform
import shlex
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

import grader
from grader import scoring
from grader.checks import CALL_CHECKS, CHECKS
from grader.cleaning import cleaned
from grader.compare import same
from grader.course import Course
from grader.diagnosis import diagnose
from grader.errors import PackageMissing, UserError
from grader.guest.wire import Value
from grader.model import (
    Answer,
    Array,
    Case,
    CaseReport,
    Cost,
    Finding,
    Isolation,
    Prepared,
    ProblemReport,
    Report,
    Step,
    SubmissionReport,
    Values,
    Verdict,
)  # fmt: skip
from grader.programs import accepted, by_name, prepared, student_program
from grader.rng import rng_for
from grader.sandbox import Zygotes
from grader.sandbox.conversation import Conversation, Silent
from grader.sandbox.zygotes import ZygoteDied
from grader.submission import Submission

SAID_OF_HIDDEN = ("type", "signal", "path", "argument")
"""What may be said of a finding on a hidden case: nothing that student code could have put inputs or values into."""
OF_THE_FILE = ("syntax", "unreadable", "missing-function", "no-file", "unanswered")
"""Findings that are about the file, whatever the case."""
AHEAD = 3
"""How many guests work at a time: one is judged, the others compute meanwhile."""
SHOWN_ENTRIES = 200
PRINTED_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Options:
    """What the one who grades may choose."""

    only: Sequence[str] = ()
    """Problems and modules to grade, a missing answer counting 0; without any, every problem that is answered."""
    case: str | None = None
    """Repeat this case alone, for no points."""
    secret_seed: str | None = None
    """Draws other cases than the course's seed, and hides them."""
    slow: float = 1
    """Stretches the limits of time."""


Progress = Callable[[str, int, int], None]
"""Told before each problem: its id, its number, of how many; and at the end once more, with no id."""


def grade(
    course: Course,
    submission: Submission,
    zygotes: Zygotes,
    options: Options,
    progress: Progress = lambda id, number, count: None,
) -> Report:
    """The report of a submission. Raises UserError where the course or the options are at fault."""
    names = course.select(options.only) if options.only else list(submission.files)
    gradings = [_begin(course, submission, zygotes, options, name) for name in names]
    reports, durations = [], {}
    ahead = AHEAD
    for i, (name, grading) in enumerate(zip(names, gradings, strict=True)):
        progress(name, i + 1, len(names))
        start = time.perf_counter()
        try:
            reports.append(_report(grading, gradings[i + 1 : i + ahead]))
        except ZygoteDied:
            ahead = 1  # from here one guest at a time, so that a zygote that dies costs nobody else
            gradings[i + 1 :] = [_begin(course, submission, zygotes, options, name) for name in names[i + 1 :]]
            reports.append(_report(_begin(course, submission, zygotes, options, name), []))
        durations[name] = round(time.perf_counter() - start, 6)
    progress("", len(names), len(names))
    return Report(
        schema=1,
        backgrade=grader.__version__,
        numpy=np.__version__,
        python=platform.python_version(),
        course=course.title["en"],
        seed="secret" if options.secret_seed else course.seed,
        points=scoring.rounded(sum(report.points for report in reports)),
        of=scoring.rounded(sum(report.of for report in reports)),
        behind_hidden_cases=scoring.rounded(sum(report.behind_hidden_cases for report in reports)),
        isolation=Isolation(level=0, why="process"),
        submission=SubmissionReport(path=submission.path, sha256=submission.sha256, files=len(submission.files)),
        problems=reports,
        durations=durations,
    )


def _report(grading: _Grading | ProblemReport, following: Sequence[_Grading | ProblemReport]) -> ProblemReport:
    """The report of a problem; the guests of the following ones work while it is judged. Raises ZygoteDied."""
    if isinstance(grading, ProblemReport):
        return grading
    grading.start(alone=not following)
    for other in following:
        if isinstance(other, _Grading):
            other.start(alone=False)
    return grading.report()


def _begin(
    course: Course, submission: Submission, zygotes: Zygotes, options: Options, name: str
) -> _Grading | ProblemReport:
    """A problem about to be graded; the report at once where a package is missing and others can go on.

    Raises PackageMissing where the problem was asked for by itself.
    """
    file = submission.files.get(name)
    answered = file is not None and file.trouble is None
    try:
        problem = prepared(course, name, zygotes, options.secret_seed)
        if answered:
            zygotes.start(problem.package)
        return _Grading(course, submission, zygotes, options, problem)
    except PackageMissing:
        if answered and (len(submission.files) == 1 or options.only):
            raise
        return _not_graded(course, name, file.path if file else None, answered=answered)


def _not_graded(course: Course, name: str, file: str | None, *, answered: bool) -> ProblemReport:
    problem = course.problem(name)
    return ProblemReport(
        id=name,
        module=problem.module,
        title=problem.title.model_dump(),
        verdict=Verdict.NOT_GRADED if answered else Verdict.UNANSWERED,
        points=0.0,
        of=problem.points,
        behind_hidden_cases=0.0,
        steps=[],
        answers=[],
        cases=[],
        findings=[Finding("", None, "packages", f"{problem.package}-missing", Cost.CASE)] if answered else [],
        diagnoses=[],
        file=file,
        sha256="",
        printed="",
    )


class _Grading:
    """One problem of one submission, being graded."""

    def __init__(
        self, course: Course, submission: Submission, zygotes: Zygotes, options: Options, problem: Prepared
    ) -> None:
        self.course, self.submission, self.zygotes, self.options = course, submission, zygotes, options
        self.problem = problem
        self.file = submission.files.get(problem.id)
        self.cases = list(problem.cases) if options.case is None else _alone(problem.cases, options.case)
        if not self.cases:
            names = ", ".join(f'"{case.name}"' for case in problem.cases)
            raise UserError("no-such-case", name=options.case, problem=problem.id, names=names)
        self.printed = ""
        self.guest: Conversation | None = None

    def start(self, *, alone: bool) -> None:
        """Send the answer's file and the cases to a guest, without waiting. Raises ZygoteDied unless alone."""
        if self.guest is None and self.file is not None and self.file.trouble is None:
            program = student_program(self.problem, self.file, self.options.slow)
            self.guest = Conversation(program, self.zygotes, alone=alone)
            self.guest.start(self.cases)

    def report(self) -> ProblemReport:
        """Ask every case, check every answer, score."""
        findings = self._findings()
        problem, scored = self.problem, self.options.case is None
        of = problem.points if scored else 0.0
        weights = {name: asked.weight for name, asked in problem.answers.items()}
        answers = [
            scoring.answer_report(
                name,
                of * weight / sum(weights.values()),
                [f for f in findings if f.answer == name],
                self.cases,
            )
            for name, weight in weights.items()
        ]
        scored_cases = {case.name for case in self.cases if not case.visible}
        changed = any(finding.cost is Cost.ARGUMENT and finding.case in scored_cases for finding in findings)
        steps = [Step(rule="argument", factor=scoring.ARGUMENT_FACTOR)] if changed else []
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
            diagnoses=diagnose(findings),
            file=self.file.path if self.file else None,
            sha256=problem.sha256,
            printed=self.printed,
        )

    def _findings(self) -> list[Finding]:
        """All findings: those of the first answer first, each answer's in the order of the cases."""
        if self.file is None:
            return self._nothing_to_ask({"kind": "no-file"})
        if self.file.trouble is not None:
            return self._nothing_to_ask(dict(self.file.trouble))
        assert self.guest is not None
        with self.guest as guest:
            answers = [by_name(self.problem, answer) for answer in guest.ask(self.cases)]
            pairs = [(self._settled(case, answer), answer) for case, answer in zip(self.cases, answers, strict=True)]
            findings = [f for name in self.problem.answers for f in self._of_answer(name, pairs, guest)]
        findings += [f for check in CALL_CHECKS.values() for pair in pairs if (f := check(*pair)) is not None]
        hidden = {case.name for case in self.cases if case.hidden}
        if not hidden:
            self.printed = cleaned(guest.printed.decode("utf-8", "replace"), most=PRINTED_SHOWN, lines=True)
        return [_without_values(finding) if finding.case in hidden else finding for finding in findings]

    def _nothing_to_ask(self, trouble: dict[str, Any]) -> list[Finding]:
        answer = Answer(troubles=dict.fromkeys(self.problem.answers, trouble))
        pairs = [(case, answer) for case in self.cases]
        return [f for name in self.problem.answers for pair in pairs for f in _checked(name, *pair)]

    def _settled(self, case: Case, answer: Answer) -> Case:
        """The case with the wanted answers it is to be held against: another right tuple where it gives one."""
        if case.accept is None and not case.alternatives:
            return case
        for want in (case.want, *case.alternatives):
            if all(same(want[name], answer.values.get(name), case.scale[name]) for name in want):
                return dataclasses.replace(case, want=want)
        values = {name: answer.values[name] for name in case.want if _is_plain(answer.values.get(name))}
        if case.accept is None or len(values) < len(case.want):
            return case
        right = accepted(self.course, self.problem, case, values, self.zygotes)
        return dataclasses.replace(case, want=values) if right else case

    def _of_answer(self, name: str, pairs: Sequence[tuple[Case, Answer]], guest: Conversation) -> list[Finding]:
        """The findings of one answer; where its value is wrong, its slopes are looked at as well."""
        findings = []
        slope_of, wrong = self.problem.answers[name].slope_of, []
        for case, answer in pairs:
            found = _checked(name, case, answer)
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
        from grader.checks.gradients import own_slope

        asked = self.problem.answers[name]
        assert asked.slope_of is not None and asked.along is not None
        holder = self.problem.answers[asked.slope_of].part_of or asked.slope_of

        def along(v: Array, steps: Sequence[float]) -> list[Value]:
            outs = guest.along(case.call, str(asked.along), v if v.ndim else float(v), steps, holder)
            return [by_name(self.problem, Answer({holder: out})).values.get(str(asked.slope_of)) for out in outs]

        try:
            guest.stand(case.inputs)
            rng = rng_for("slope", self.problem.id, case.name, name)
            finding = own_slope(name, asked, case, answer, along, rng)
        except Silent:
            return []
        right_forward = all(found.cost is Cost.NOTHING for found in _checked(asked.slope_of, case, answer))
        if finding is None or (right_forward and finding.code == "self-consistent"):
            return []  # a wrong gradient is not the slope of a right forward, whatever was measured
        return [finding]

    def _case_report(self, case: Case, findings: Sequence[Finding]) -> CaseReport:
        found = [finding for finding in findings if finding.case == case.name]
        failed = any(finding.cost is not Cost.NOTHING for finding in found)
        repeat = ["grade", "submit", self.submission.path, "-p", self.problem.id, "--case", case.name]
        return CaseReport(
            name=case.name,
            verdict=scoring.case_verdict(found),
            visible=case.visible,
            edge=case.edge,
            hidden=case.hidden,
            inputs=_plain_inputs(case.inputs) if failed and not case.hidden else None,
            repeat=shlex.join(repeat) if failed and not case.hidden else None,
        )


def _alone(cases: Sequence[Case], name: str) -> list[Case]:
    """One case by itself, counted like any ordinary one."""
    return [dataclasses.replace(case, visible=False, edge=False) for case in cases if case.name == name]


def _checked(name: str, case: Case, answer: Answer) -> list[Finding]:
    """The findings of one answer on one case, up to the first that costs something."""
    findings = []
    for check in CHECKS.values():
        finding = check(name, case, answer)
        if finding is not None:
            findings.append(finding)
            if finding.cost is not Cost.NOTHING:
                break
    return findings


def _without_values(finding: Finding) -> Finding:
    if finding.code in OF_THE_FILE:
        return finding
    said = {key: value for key, value in finding.params.items() if key in SAID_OF_HIDDEN}
    if not hasattr(builtins, str(said.get("type", "object"))):
        del said["type"]  # a class of the student's, whose name may say anything
    return dataclasses.replace(finding, params=said)


def _is_plain(value: Value | None) -> bool:
    return isinstance(value, (bool, int, float, str, list, tuple, dict, np.ndarray))


def _plain_inputs(inputs: Values) -> dict[str, Any]:
    """Inputs as lists and numbers; large arrays by their shape only."""
    return {name: _plain_data(value) for name, value in inputs.items()}


def _plain_data(value: Value) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist() if value.size <= SHOWN_ENTRIES else {"shape": list(value.shape)}
    if isinstance(value, (list, tuple)):
        return [_plain_data(item) for item in value]
    return {key: _plain_data(item) for key, item in value.items()} if isinstance(value, dict) else value
