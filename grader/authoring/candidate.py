"""A problem to be proved, with its cases under several seeds; and what is found to be at fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path

from grader import strict_yaml
from grader.course import Course
from grader.frozen import frozen
from grader.model import Bug, Case, Clues, Prepared
from grader.problem import Problem
from grader.sandbox.zygotes import Zygotes

OTHER_SEEDS = ("another", "a third")
"""Under these a problem has to be as right as under the course's own: a secret seed draws other cases."""


@frozen
class Candidate:
    """A problem with what its reference answers to cases drawn by three seeds."""

    course: Course
    problem: Problem
    ready: Prepared
    """Under the course's seed."""
    clues: Clues
    """What its bugs answer under the course's seed, and its ladder."""
    others: Sequence[Sequence[Case]]
    """The cases under each of the other seeds."""
    zygotes: Zygotes

    @property
    def bugs(self) -> Sequence[Bug]:
        """With what they answer under the course's seed."""
        return self.clues.bugs

    @property
    def cases(self) -> list[Case]:
        """All cases under all seeds."""
        return [case for cases in self.by_seed for case in cases]

    @property
    def by_seed(self) -> list[Sequence[Case]]:
        """The cases under each seed, the course's first."""
        return [self.ready.cases, *self.others]

    def index_of(self, case: str) -> int:
        """Where in the file's list of cases one stands."""
        return next(i for i, spec in enumerate(self.problem.cases) if case in spec.names)


@frozen
class Fault:
    """Something to mend: a key of `words` and what belongs to it, at a field of the problem's file."""

    path: strict_yaml.Path
    key: str
    params: dict[str, str] = field(default_factory=dict)
    """What begins with = is again a key of `words`."""
    at: tuple[Path, int, int, str] | None = None
    """File, line, column and what stands there, where that is known better than the field."""


def generic(cases: Sequence[Case]) -> Iterator[Case]:
    """The cases that an answer's points stand on."""
    return (case for case in cases if case.generic)
