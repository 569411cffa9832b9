"""What grading comes to: the Report of a submission, and the values it is made of.

Guests are asked before it is imported. Plain frozen dataclasses, as in `model.py`; pydantic checks a Report that is
read back (`reports/json.py`).
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from grader.frozen import frozen
from grader.model import Diagnosis, Feedback, Finding, Verdict


@frozen
class Term:
    """One product of a gradient worked out by hand: upstream times local."""

    upstream: float
    local: float


@frozen
class Smallest:
    """The smallest input that shows a mistake, and how the right value is worked out there."""

    answer: str
    part_of: str | None
    """The dict that holds it."""
    inputs: dict[str, Any]
    call: str
    finding: Finding
    want: Any
    got: Any
    """None where there is no value."""
    worked: list[Term]
    """They add up to the wanted value of the entry that the finding is about; empty where that is not known."""
    line: int | None
    """Of the student's file, where it can be told which one makes the answer;"""
    source: str
    """and what stands there."""
    cell: int | None = None
    """Of a notebook: the cell that the line is of."""


@frozen
class CaseReport:
    """How one case went, and how to repeat exactly it."""

    name: str
    verdict: Verdict
    visible: bool
    edge: bool
    hidden: bool
    inputs: dict[str, Any] | None
    """As plain data, for a case that failed and is not hidden."""
    repeat: str | None


@frozen
class Step:
    """One factor of the points: the rule it comes from, and how many of how many cases it counted."""

    rule: str
    factor: float
    failed: int = 0
    of: int = 0


@frozen
class AnswerReport:
    """How one answer did over all cases."""

    name: str
    verdict: Verdict
    points: float
    of: float
    steps: list[Step]
    """The arithmetic: `points` is `of` times every factor."""
    follows: str | None = None
    """The earlier wrong answer that this one is wrong because of."""


@frozen
class ProblemReport:
    """How one problem did."""

    id: str
    module: str
    title: dict[str, str]
    verdict: Verdict
    points: float
    of: float
    behind_hidden_cases: float
    steps: list[Step]
    """Factors of the whole problem."""
    answers: list[AnswerReport]
    cases: list[CaseReport]
    findings: list[Finding]
    diagnoses: list[Diagnosis]
    smallest: list[Smallest]
    """For each answer that is accused."""
    file: str | None
    sha256: str
    printed: str


@frozen
class Speed:
    """Processor time of an answer and of the reference, on one large input."""

    seconds: float
    reference: float
    sizes: dict[str, int]
    """What is large about it."""
    late: bool
    """Whether the answer was stopped at its limit of time, and would have taken longer."""


@frozen
class SubmissionReport:
    """What was handed in."""

    path: str
    sha256: str
    files: int
    left_out: list[dict[str, Any]] = field(default_factory=list)
    """Cells of notebooks that are not Python: `file`, `cell`, `line` of it, `message`, `source`."""


@frozen
class Isolation:
    """How well student code was kept apart from everything else."""

    level: int
    """3: all three layers; 2: without namespaces; 1: Landlock or seccomp alone; 0: a process of its own, no more."""
    landlock: int
    """The version of the kernel's Landlock that shuts out files; 0 where it is missing."""
    seccomp: bool
    """Whether calls of the kernel are limited to a list."""
    namespaces: bool
    """Whether it has namespaces of its own: no other process to see, no network."""
    missing: dict[str, str]
    """Why a layer is missing that was tried."""


@frozen
class Report:
    """A submission, graded. Everything but `durations` and `speed` is the same each time."""

    schema: int
    backgrade: str
    numpy: str
    python: str
    course: str
    seed: str
    points: float
    of: float
    behind_hidden_cases: float
    feedback: Feedback
    """How much of it the assignment lets be told."""
    isolation: Isolation
    submission: SubmissionReport
    problems: list[ProblemReport]
    durations: dict[str, float]
    """Seconds by problem."""
    speed: dict[str, Speed]
    """By problem, where it was asked for and there is a large input."""

    @property
    def all_right(self) -> bool:
        """Whether there is nothing to mend."""
        return all(problem.verdict is Verdict.CORRECT for problem in self.problems)
