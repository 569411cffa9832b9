"""The values that travel through grading: Prepared, Case, Question, Answer, Finding, Verdict, Diagnosis.

Plain frozen dataclasses, since importing pydantic takes longer than grading ten problems. None is compared with
another, and making twenty comparisons takes as long as grading two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from grader.frozen import frozen
from grader.guest.wire import Value, decode

if TYPE_CHECKING:  # the host asks guests before it imports numpy
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[Any]"
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
    NOT_GRADED = "not-graded"


class Cost(StrEnum):
    """What a finding takes: the case, a quarter of the answer, a tenth of the problem, nothing."""

    CASE = "case"
    SHAPE = "shape"
    ARGUMENT = "argument"
    NOTHING = "nothing"


class Inputs(Mapping[str, Value]):
    """The inputs that a question holds, decoded when they are first looked at: a right answer needs none here."""

    def __init__(self, frame: bytes) -> None:
        self.frame = frame

    @cached_property
    def _decoded(self) -> Values:
        return decode(self.frame)["inputs"]  # type: ignore[no-any-return]

    def __getitem__(self, name: str) -> Value:
        return self._decoded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded)

    def __len__(self) -> int:
        return len(self._decoded)


class Later(Sequence[Values]):
    """Values by case, each decoded when it is first looked at: most mistakes are told from an answer by one case."""

    def __init__(self, frames: Sequence[bytes]) -> None:
        self.frames = frames
        self._decoded: dict[int, Values] = {}

    @overload
    def __getitem__(self, i: int) -> Values: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[Values]: ...
    def __getitem__(self, i: int | slice) -> Values | Sequence[Values]:
        if isinstance(i, slice):
            return Later(self.frames[i])
        if i not in self._decoded:
            self._decoded[i] = decode(self.frames[i])
        return self._decoded[i]

    def __len__(self) -> int:
        return len(self.frames)


@frozen
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
    worked: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    """On the ladder: upstream and local gradient of an answer, whose product summed over leading axes it is."""

    @property
    def generic(self) -> bool:
        """Whether an answer's points stand on it, and fall with it."""
        return not (self.edge or self.visible)


@frozen
class Asked:
    """One named answer that a problem asks for."""

    weight: float
    """0 where it is optional."""
    part_of: str | None = None
    """The dict that holds it, under its name."""
    slope_of: str | None = None
    """The answer whose slope it is, where it is one of an answer;"""
    along: str | None = None
    """the input along which,"""
    upstream: str | None = None
    """and the input that is the upstream gradient, where `slope_of` is an array."""
    optional: bool = False
    """Compared where it is given, and never required."""
    follow: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Expressions that compute it, each with the earlier answers that it takes."""


@frozen
class Bug:
    """A mistake that students make in a problem, and what it answers to each case."""

    code: str
    name: str
    """Of its family."""
    twin: str | None
    hint: Mapping[str, str] | None
    answers: Sequence[str]
    """The answers it gets wrong."""
    values: Sequence[Values]
    """Its answers to the cases, in their order; one that it cannot give is not among them."""


@frozen
class Question:
    """A case as a guest is asked it."""

    case: str
    frame: bytes
    """The message to send, ready-made."""
    again: bool
    """Whether the same call is answered twice."""
    most: int
    """The longest reply that is listened to, in bytes: some times what a right answer takes."""
    generic: bool
    """Whether the answer's points stand on it, and fall with it."""
    hidden: bool = False
    """Whether nothing may be told of it."""


@frozen
class Clues:
    """What tells the mistake behind a wrong answer: looked at only where there is one."""

    bugs: Sequence[Bug]
    ladder: Sequence[Case]
    """Small inputs, from the smallest up;"""
    questions: Sequence[Question]
    """and as a guest is asked them."""


@frozen
class Prepared:
    """A problem with its cases drawn and their wanted answers known: all that grading a submission needs.

    Guests can be asked before numpy is imported; `cases` needs it.
    """

    id: str
    module: str
    title: Mapping[str, str]
    points: float
    package: str
    """The zygote that answers need,"""
    reference_package: str
    """and that the reference needs."""
    seconds: float
    megabytes: int
    call: str
    calls: Mapping[str, Sequence[Any]]
    """Every text that is called, taken apart: the problem's, and those of cases with their own."""
    functions: Sequence[str]
    """The names that the calls take from the student's file."""
    returned: Sequence[str]
    """The names of a call that come back: the answers, or the dicts that hold them."""
    helper: str | None
    backprop: bool
    """Whether a gradient found by small steps earns less."""
    answers: Mapping[str, Asked]
    sha256: str
    questions: Sequence[Question]
    """One for each case, in their order."""
    cases_frame: bytes
    """The cases without their inputs, which the questions hold, as one frame of the wire."""
    clues: Clues | None = None
    """None where they lie in the cache, unread: `preparing.clues` has them."""

    @cached_property
    def cases(self) -> Sequence[Case]:
        """The cases with what the reference answers to them."""
        pairs = zip(decode(self.cases_frame), self.questions, strict=True)
        return [Case(inputs=Inputs(question.frame), **case) for case, question in pairs]

    @property
    def stem(self) -> str:
        """The file name of an answer, without the ending."""
        return self.id.replace("-", "_")


@frozen
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

    def has(self, name: str) -> bool:
        """Whether there is a value of this name."""
        return self.values.get(name) is not None


Pairs: TypeAlias = Sequence[tuple[Case, Answer]]
"""Cases, each with what was answered to it."""


@frozen
class Counted:
    """What a guest says of the calls of one function: evidence against it, and never for it."""

    name: str
    calls: int
    steps: int
    """Calls with arguments a small step away from those of a call just before."""
    imaginary: int
    """Calls with arguments that have a small imaginary part."""
    entries: int
    """How many numbers its arguments hold."""


@frozen
class Finding:
    """What one check found on one case: a code with its parameters, put into words by a form."""

    case: str
    answer: str | None
    check: str
    code: str
    cost: Cost
    params: dict[str, Any] = field(default_factory=dict)


@frozen
class Diagnosis:
    """A named mistake."""

    code: str
    name: str
    certain: bool
    answer: str | None
    hint: Mapping[str, str] | None = None
    """By language, where the problem says more than the family of mistakes does."""
    explains: list[str] = field(default_factory=list)
    """Other wrong answers that this one mistake accounts for, where it is certain."""


class Feedback(StrEnum):
    """How far a report goes: which answer and where; the smallest input and the mistake's name; what to do."""

    SYMPTOM = "symptom"
    FAMILY = "family"
    FULL = "full"
