"""grade(): ask, judge, add up."""

from __future__ import annotations

import contextlib
import functools
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import grader
from grader.course import Course
from grader.errors import PackageMissing, UserError
from grader.feedback import limited
from grader.frozen import frozen
from grader.model import Cost, Feedback, Finding, Prepared, Verdict
from grader.preparing import prepared
from grader.programs import student_program
from grader.sandbox import host
from grader.sandbox.conversation import Conversation
from grader.sandbox.zygotes import ZygoteDied, Zygotes
from grader.submission import Submission

if TYPE_CHECKING:  # guests are asked before it is imported
    from grader.graded import ProblemReport, Report, Speed

AHEAD = 20
"""How many problems have a guest at a time: one is judged, the others compute meanwhile."""


@frozen
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
    feedback: Feedback = Feedback.FULL
    """How much the report tells."""
    speed: bool = False
    """Time right answers on large inputs, beside the reference."""


Progress: TypeAlias = Callable[[str, int, int], None]
"""Told before each problem: its id, its number, of how many; and at the end once more, with no id."""
Scored: TypeAlias = "Callable[[ProblemReport], None]"
"""Told of a problem as soon as its points are known, before its mistakes have names and a smallest input."""


def grade(
    course: Course,
    submission: Submission,
    zygotes: Zygotes,
    options: Options,
    progress: Progress = lambda id, number, count: None,
    scored: Scored = lambda report: None,
) -> Report:
    """The report of a submission. Raises UserError where the course or the options are at fault."""
    host.harden()
    names = course.select(options.only) if options.only else list(submission.files)
    gradings = _Gradings(course, submission, zygotes, options, names)
    import numpy as np  # with all that judges, while guests are at work already

    from grader import scoring
    from grader.graded import Report, SubmissionReport

    with np.errstate(invalid="ignore"):  # a NaN that signals, as in np.empty, is judged as any other
        reports, durations = gradings.reports(progress, scored)
    left_out = [dict(cell) for cell in submission.left_out]
    report = Report(
        schema=1,
        backgrade=grader.__version__,
        numpy=np.__version__,
        python=sys.version.split()[0],
        course=course.title["en"],
        seed="secret" if options.secret_seed else course.seed,
        points=scoring.rounded(sum(report.points for report in reports)),
        of=scoring.rounded(sum(report.of for report in reports)),
        behind_hidden_cases=scoring.rounded(sum(report.behind_hidden_cases for report in reports)),
        feedback=options.feedback,
        isolation=zygotes.isolation(),
        submission=SubmissionReport(submission.path, submission.sha256, len(submission.files), left_out),
        problems=reports,
        durations=durations,
        speed=_speeds(course, submission, zygotes, options, reports) if options.speed else {},
    )
    return limited(report, options.feedback)


def _speeds(
    course: Course, submission: Submission, zygotes: Zygotes, options: Options, reports: Sequence[ProblemReport]
) -> dict[str, Speed]:
    """How long right answers take on large inputs; when all else is done, so that nothing runs beside them."""
    from grader.speed import speed

    right = [report.id for report in reports if report.verdict is Verdict.CORRECT]
    speeds = {}
    for name in right:
        ready = prepared(course, name, zygotes, options.secret_seed)
        if (found := speed(course, ready, submission.files[name], zygotes, options.slow)) is not None:
            speeds[name] = found
    return speeds


class _Gradings:
    """All problems of one submission: guests work on the next ones while one is judged."""

    def __init__(
        self, course: Course, submission: Submission, zygotes: Zygotes, options: Options, names: Sequence[str]
    ) -> None:
        self.names = names
        self.begin = functools.partial(_begin, course, submission, zygotes, options)
        self.ahead = AHEAD
        self.gradings = [self.begin(name) for name in names]
        self._start(0)

    def reports(self, progress: Progress, scored: Scored) -> tuple[list[ProblemReport], dict[str, float]]:
        """What came of each, and the seconds it took. Raises UserError where no process can be kept alive."""
        reports, durations = [], {}
        for i, name in enumerate(self.names):
            progress(name, i + 1, len(self.names))
            start = time.perf_counter()
            reports.append(self._report(i, scored))
            durations[name] = round(time.perf_counter() - start, 6)
        progress("", len(self.names), len(self.names))
        return reports, durations

    def _report(self, i: int, scored: Scored) -> ProblemReport:
        """What came of one of them. Raises UserError where no process can be kept alive for it."""
        try:
            self._start(i)
            return self._reported(i, scored)
        except ZygoteDied:
            self._begin_again(i)
        try:
            return self._reported(i, scored)
        except ZygoteDied:
            raise UserError("no-guests") from None

    def _start(self, i: int) -> None:
        """Have guests work on this problem and the next ones, beside one another."""
        started = self.gradings[i : i + self.ahead]
        for grading in started:
            if isinstance(grading, _Grading):
                grading.start(alone=len(started) == 1)

    def _begin_again(self, i: int) -> None:
        """From this problem on have one guest at a time, so that a zygote that dies costs nobody else."""
        self.ahead = 1
        for grading in self.gradings[i:]:
            if isinstance(grading, _Grading):
                grading.end()
        self.gradings[i:] = [self.begin(name) for name in self.names[i:]]
        self._start(i)

    def _reported(self, i: int, scored: Scored) -> ProblemReport:
        grading = self.gradings[i]
        return grading.report(scored) if isinstance(grading, _Grading) else grading


def _begin(
    course: Course, submission: Submission, zygotes: Zygotes, options: Options, name: str
) -> _Grading | ProblemReport:
    """A problem about to be graded; the report at once where a package is missing and others can go on.

    Raises PackageMissing where the problem was asked for by itself.
    """
    file = submission.files.get(name)
    answered = file is not None and file.trouble is None
    try:
        ready = prepared(course, name, zygotes, options.secret_seed)
        if answered:
            zygotes.start(ready.package)
        return _Grading(course, submission, zygotes, options, ready)
    except PackageMissing:
        if answered and (len(submission.files) == 1 or options.only):
            raise
        return _not_graded(course, name, file.path if file else None, answered=answered)


def _not_graded(course: Course, name: str, file: str | None, *, answered: bool) -> ProblemReport:
    from grader.graded import ProblemReport

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
        smallest=[],
        file=file,
        sha256="",
        printed="",
    )


class _Grading:
    """One problem of one submission, being graded."""

    def __init__(
        self, course: Course, submission: Submission, zygotes: Zygotes, options: Options, ready: Prepared
    ) -> None:
        self.course, self.submission, self.zygotes, self.options = course, submission, zygotes, options
        self.ready = ready
        self.file = submission.files.get(ready.id)
        self.questions = [question for question in ready.questions if options.case in (None, question.case)]
        if not self.questions:
            names = [f'"{question.case}"' for question in ready.questions]
            raise UserError("no-such-case", name=options.case, problem=ready.id, names=names)
        self.conversation: Conversation | None = None

    def start(self, *, alone: bool) -> None:
        """Send the answer's file and the questions to a guest, without waiting."""
        if self.conversation is None and self.file is not None and self.file.trouble is None:
            program = student_program(self.ready, self.file, self.options.slow)
            self.conversation = Conversation(program, self.zygotes, alone=alone)
            self.conversation.start(self.questions)

    def end(self) -> None:
        """End its guest, whichever zygote that is of."""
        if self.conversation is not None:
            with contextlib.suppress(ZygoteDied):
                self.conversation.end()

    def report(self, scored: Scored) -> ProblemReport:
        """Judge what the guest answers. Raises ZygoteDied unless it is alone."""
        from grader.examining import Examiner
        from grader.judging import Judge

        examiner = Examiner(self.course, self.zygotes, self.ready, self.questions, scored=self.options.case is None)
        return Judge(examiner, self.submission.path).report(self.file, self.conversation, scored)
