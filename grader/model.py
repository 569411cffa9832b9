"""The values that travel through grading: Case, Answer, Finding, Verdict, Diagnosis, Report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from grader.guest.wire import Value

Array: TypeAlias = NDArray[Any]
Values: TypeAlias = Mapping[str, Value]
Index: TypeAlias = tuple[int, ...]


class Verdict(StrEnum):
    """One word for a problem, an answer or a case that was tried."""

    CORRECT = "correct"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"
    MISSING = "missing-function"
    UNREADABLE = "unreadable"
    RAISED = "raised"
    CRASHED = "crashed"
    OUT_OF_TIME = "out-of-time"
    OUT_OF_MEMORY = "out-of-memory"
    TOO_MUCH_OUTPUT = "too-much-output"
    MALFORMED = "malformed"


class Cost(StrEnum):
    """What a finding takes: the case, a quarter of the answer, a tenth of the problem, half the answer, nothing."""

    CASE = "case"
    SHAPE = "shape"
    ARGUMENT = "argument"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Case:
    """Inputs with a name, and what the reference answers to them."""

    name: str
    call: str
    inputs: Values
    visible: bool = False
    edge: bool = False
    hidden: bool = False
    accept: str | None = None
    """An expression of inputs and answers that is true of every right tuple of answers, where several are right."""
    want: Values = field(default_factory=dict)
    scale: Mapping[str, float] = field(default_factory=dict)
    """The size of what is added up to make each answer: rounding errors are measured against it."""
    alternatives: Sequence[Values] = ()
    """Other whole tuples of answers that are right as well."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a guest answered to one call: values by name, and why any are missing."""

    values: Values = field(default_factory=dict)
    troubles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    changed: Values = field(default_factory=dict)
    again: Answer | None = None
    """The same call on fresh copies, where it was asked for."""
    ended: Verdict | None = None
    """Set where the guest did not live to answer."""
    signal: str | None = None


class Frozen(BaseModel):
    """A value of the report."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")


class Finding(Frozen):
    """What one check found on one case: a code with its parameters, put into words by a form."""

    case: str
    answer: str | None
    check: str
    code: str
    cost: Cost
    params: dict[str, Any] = {}


class Diagnosis(Frozen):
    """A named mistake."""

    code: str
    name: str
    certain: bool
    answer: str | None


class CaseReport(Frozen):
    """How one case went, and how to repeat exactly it."""

    name: str
    verdict: Verdict
    visible: bool
    edge: bool
    hidden: bool
    inputs: dict[str, Any] | None
    """As plain data, for a case that failed and is not hidden."""
    repeat: str | None


class Step(Frozen):
    """One factor of the points: the rule it comes from, and how many of how many cases it counted."""

    rule: str
    factor: float
    failed: int = 0
    of: int = 0


class AnswerReport(Frozen):
    """How one answer did over all cases."""

    name: str
    verdict: Verdict
    points: float
    of: float
    steps: list[Step]
    """The arithmetic: `points` is `of` times every factor."""
    follows: str | None = None


class ProblemReport(Frozen):
    """How one problem did."""

    id: str
    module: str
    title: dict[str, str]
    verdict: Verdict
    points: float
    of: float
    behind_hidden_cases: float
    steps: list[Step] = []
    """Factors of the whole problem."""
    answers: list[AnswerReport] = []
    cases: list[CaseReport] = []
    findings: list[Finding] = []
    diagnoses: list[Diagnosis] = []
    file: str | None = None
    sha256: str
    printed: str = ""


class SubmissionReport(Frozen):
    """What was handed in."""

    path: str
    sha256: str
    files: int


class Isolation(Frozen):
    """How well student code was kept apart from the host."""

    level: int
    why: str


class Report(Frozen):
    """A submission, graded. Everything but `durations` is the same each time."""

    schema_: int = Field(default=1, alias="schema", serialization_alias="schema")
    backgrade: str
    numpy: str
    python: str
    course: str
    seed: str
    points: float
    of: float
    behind_hidden_cases: float
    isolation: Isolation
    submission: SubmissionReport
    problems: list[ProblemReport]
    durations: dict[str, float] = {}
    """Seconds by problem."""

    @property
    def all_right(self) -> bool:
        """Whether there is nothing to mend."""
        return all(problem.verdict is Verdict.CORRECT for problem in self.problems)
