"""The ladder of a problem: small inputs that can be checked by hand, from the smallest up, always the same ones."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator

import numpy as np

from grader.cases import as_case
from grader.drawing import Draw, declared_shape
from grader.guest.wire import Value, encode
from grader.model import Array, Case
from grader.parts import Given, Normal, Size, Uniform
from grader.problem import CaseSpec, Problem
from grader.problem_faults import ProblemFault

GENERIC = CaseSpec(name="generic", sizes="free")
PLANS = ((0, 0), (2, 2), (2, 3), (3, 2), (2, 4))
"""How large sizes are: every second one at least the first number, the others the second; never below the least."""
OF_GENERIC, OF_OTHERS = 8, 2
"""How many rungs each plan has."""
OTHER_PLANS = PLANS[:3]
FEW = 4
"""An array of so many entries has no zeros unless it is to; a larger one has two numbers that are none."""
WHOLE = (1, 2, 3, -1, -2, -3)
STEPS = (1, 0.5, 0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.0025, 0.001)
ENOUGH = 3
UNIT_FROM, UNIT_TO = 0.2, 10
"""Normal numbers of a scale between these are drawn as whole numbers; others as multiples of the scale."""


def draw_rungs(problem: Problem) -> list[tuple[Case, CaseSpec]]:
    """The rungs with what the file says of the case that each is a small one of; without wanted answers.

    Small ones that the file's author made to be seen come first, ordinary inputs stand below those of edge cases, and
    each kind goes from few numbers, and few that differ from zero, to more.
    """
    drawn: dict[bytes, tuple[Case, CaseSpec]] = {}
    for spec, plan, number in _planned(problem):
        try:
            inputs = _Small(problem, spec, plan, number).inputs()
        except ProblemFault:  # no such small inputs, where sizes or numbers exclude one another
            continue
        case = as_case(problem, spec, spec.name, inputs)
        drawn.setdefault(encode([case.call, inputs]), (case, spec))
    ordered = sorted(drawn.values(), key=lambda pair: _height(pair[0]))
    return [(dataclasses.replace(case, name=f"rung {i}"), spec) for i, (case, spec) in enumerate(ordered, 1)]


def _planned(problem: Problem) -> Iterator[tuple[CaseSpec, tuple[int, int], int]]:
    for plan in PLANS:
        yield from ((GENERIC, plan, number) for number in range(OF_GENERIC))
    for spec in problem.cases:
        if spec.given or spec.call:
            for plan in OTHER_PLANS:
                yield from ((spec, plan, number) for number in range(OF_OTHERS))


def _lowest_sizes(problem: Problem) -> dict[str, int]:
    """The smallest that each size is, in the file's cases or by its declaration."""
    lowest = {name: spec.size[0] for name, spec in problem.inputs.items() if isinstance(spec, Size)}
    for name in lowest:
        given = [spec.given[name] for spec in problem.cases if name in spec.given]
        lowest[name] = min([lowest[name], *(spec.value for spec in given if isinstance(spec, Given))])
    return lowest


class _Small(Draw):
    """The inputs of one rung, being drawn."""

    def __init__(self, problem: Problem, spec: CaseSpec, plan: tuple[int, int], number: int) -> None:
        super().__init__(problem, spec, "ladder", f"{spec.name} {plan} {number}")
        self.lowest, self.plan, self.sparse = _lowest_sizes(problem), plan, number % 2 == 1

    def _size_between(self, low: int, high: int, name: str) -> int:
        return max(self.lowest[name], self.plan[list(self.lowest).index(name) % 2])

    def _explicit(self, name: str, spec: Given) -> Value:
        """The value; every second rung takes the first rows and columns only."""
        value, shape = super()._explicit(name, spec), declared_shape(self.declared[name])
        if not (self.sparse and isinstance(value, np.ndarray) and shape and len(shape) == value.ndim):
            return value
        return value[tuple(slice(max(self.lowest.get(str(axis), 1), min(self.plan), 1)) for axis in shape)]

    def _floats(self, name: str, spec: Normal | Uniform, draw: Callable[[int], Array]) -> Value:
        numbers = _few_numbers(spec)
        rng = self._rng(name)
        return super()._floats(name, spec, lambda n: rng.choice(numbers, n))

    def _first(self, draw: Callable[[int], Array], shape: tuple[int, ...]) -> Array:
        floats = draw(math.prod(shape))
        if self.sparse or floats.size > FEW:
            kept = min(2, max(1, floats.size // 2))
            floats[self._rng("zeros").permutation(floats.size)[kept:]] = 0
        return floats.reshape(shape)


def _few_numbers(spec: Normal | Uniform) -> list[float]:
    """Numbers that are easy to calculate with, of the size that is asked for."""
    if isinstance(spec, Uniform):
        for step in STEPS:
            low, high = math.ceil(spec.low / step), math.floor(spec.high / step)
            numbers = [round(i * step, 4) for i in range(low, high + 1) if i]
            if len(numbers) >= ENOUGH:
                return sorted(numbers, key=abs)[: len(WHOLE)]
        return [spec.low, spec.high]
    unit = 1.0 if UNIT_FROM <= spec.scale <= UNIT_TO else float(f"{spec.scale:.1g}")
    numbers = [float(f"{spec.shift + i * unit:.12g}") for i in WHOLE]
    return [number for number in numbers if spec.at_most is None or abs(number) <= spec.at_most] or [spec.shift]


def _height(rung: Case) -> tuple[bool, bool, float, float]:
    """Where a rung stands: by how much there is to look at, entries and those that differ from zero; then how large."""
    arrays = [np.asarray(value) for value in rung.inputs.values() if isinstance(value, (float, np.ndarray))]
    floats = [array.ravel() for array in arrays if array.dtype.kind == "f"]
    entries = np.concatenate([np.zeros(0), *floats])
    made_to_be_seen = rung.visible and all(array.size <= FEW for array in floats)
    much = entries.size + float(np.count_nonzero(entries))
    return rung.edge, not made_to_be_seen, much, float(np.abs(entries).sum())
