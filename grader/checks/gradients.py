"""Is a wrong gradient at least the slope of the student's own forward."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from grader import numeric
from grader.compare import as_array, same
from grader.guest.wire import Value
from grader.model import Answer, Array, Asked, Case, Cost, Finding, Pairs

Along = Callable[[Array, Sequence[float]], list[Value]]
"""The student's own forward value for the input moved along a direction, in the guest."""


def own_slope(
    name: str, asked: Asked, case: Case, answer: Answer, along: Along, rng: np.random.Generator
) -> Finding | None:
    """Whether a wrong gradient is right for the student's own forward: backward right, forward wrong.

    If it is not, the finding names the entries where the gradient is not the slope. None where the slopes
    cannot tell, or the answers are not of a form that has slopes.
    """
    assert asked.slope_of is not None and asked.along is not None
    x, gradient = case.inputs[asked.along], answer.values[name]
    out = answer.values.get(asked.slope_of)
    upstream = case.inputs[asked.upstream] if asked.upstream else 1.0
    if not _numbers(out, upstream) or not _numbers(gradient, x):
        return None
    size = float(np.sum(np.abs(np.asarray(upstream) * np.asarray(out))))

    def line(v: Array, steps: Sequence[float]) -> Array:
        outs = along(v, steps)
        if not all(_numbers(value, out) for value in outs):
            return np.full(len(steps), np.nan)
        return np.array([np.sum(np.asarray(upstream) * np.asarray(value)) for value in outs])

    checked = numeric.check_gradient(line, np.asarray(x), np.asarray(gradient), size, rng)
    if checked.agrees is None:
        return None
    if checked.agrees:
        return Finding(case=case.name, answer=name, check="slope", code="self-consistent", cost=Cost.NOTHING)
    entries = [
        {
            "index": list(index),
            "slope": _to_six_digits(slope, gradient),
            "got": float(np.asarray(gradient)[index]),
        }
        for index, slope in checked.wrong
    ]
    params = {"of": asked.slope_of, "along": asked.along, "entries": entries, "many": checked.many}
    return Finding(case=case.name, answer=name, check="slope", code="not-its-slope", cost=Cost.NOTHING, params=params)


def _to_six_digits(slope: float, gradient: Value) -> float:
    """A slope to six digits of the largest entry beside it: what differences can tell."""
    largest = max(abs(slope), float(np.abs(np.asarray(gradient)).max()))
    if not math.isfinite(largest) or largest == 0:
        return slope
    return round(slope, 6 - math.ceil(math.log10(largest)))


def is_trivial(name: str, pairs: Pairs) -> bool:
    """Whether an answer is one constant on all cases, or an input handed back: that earns nothing as a slope."""
    given = [pair for pair in pairs if name in pair[1].values and not pair[0].visible]
    numbers = [as_array(answer.values[name]) for _, answer in given]
    entries = np.concatenate([np.zeros(0), *(array.ravel() for array in numbers if array is not None)])
    return is_handed_back(name, given) or bool(np.all(entries == entries[:1]))


def is_handed_back(name: str, pairs: Pairs) -> bool:
    """Whether an answer is one and the same input, on all of some cases that have a value of it."""
    return any(
        all(given in case.inputs and same(case.inputs[given], answer.values[name], 0.0) for case, answer in pairs)
        for given in (pairs[0][0].inputs if pairs else ())
    )


def _numbers(value: Value | None, like: Value) -> bool:
    """Whether a value is finite numbers of the shape of another."""
    if not isinstance(value, (float, int, np.ndarray)) or np.shape(value) != np.shape(like):
        return False
    return bool(np.isfinite(np.asarray(value, dtype=np.float64)).all())
