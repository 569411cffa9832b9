"""Answers that are wrong only because an earlier one is: computed rightly from the student's own value of it.

Of each wrong answer that has a `follow`, the reference's process computes it from the student's values of the earlier
answers that it takes; they go there as data, never as code. It follows if on every generic case that is what the
student gave, and no value that takes part is one that anybody could have written down without a thought: zeros, a
constant, an input handed back, nan, or something drawn by chance.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence, Set

import numpy as np

from grader.checks.repeat import second_call
from grader.compare import RIGHT_BANDS, as_array, in_bands, leaves
from grader.course import Course
from grader.frozen import frozen
from grader.guest.wire import TooLarge, Value
from grader.model import Answer, Array, Case, Cost, Finding, Pairs, Prepared
from grader.programs import ask_reference
from grader.sandbox.zygotes import Zygotes


@frozen
class Claim:
    """An expression that may explain a wrong answer by earlier ones."""

    answer: str
    formula: str
    takes: Sequence[str]
    because_of: str
    """The first wrong one among them."""
    failed: Set[str]
    """The generic cases on which the answer is wrong."""


def followed(
    course: Course,
    ready: Prepared,
    pairs: Pairs,
    findings: Sequence[Finding],
    zygotes: Zygotes,
    *,
    alone: bool,
) -> dict[str, str]:
    """The wrong answers that follow from an earlier wrong one, each with the first of those.

    Raises ZygoteDied where the reference is not `alone` and its zygote dies.
    """
    pairs = [pair for pair in pairs if pair[0].generic]
    claims = _claims(ready, pairs, findings)
    if not claims:
        return {}
    parts = {name: asked.part_of for name, asked in ready.answers.items()}
    names = [f"follow_{i}" for i in range(len(claims))]
    lines = "\n".join(f"{name} = ({claim.formula.strip()})" for name, claim in zip(names, claims, strict=True))
    taken = {name for claim in claims for name in claim.takes}
    calls = [
        dataclasses.replace(case, call=lines, inputs=_inputs(case, answer, taken, parts)) for case, answer in pairs
    ]
    try:
        computed = ask_reference(course, ready, calls, names, zygotes, alone=alone)
    except TooLarge:
        return {}  # no value of a wanted shape is larger than what travels
    found: dict[str, str] = {}
    for name, claim in zip(names, claims, strict=True):
        values = [each.values.get(name) for each in computed]
        if claim.answer not in found and _holds(claim, pairs, values):
            found[claim.answer] = claim.because_of
    return found


def _claims(ready: Prepared, pairs: Pairs, findings: Sequence[Finding]) -> list[Claim]:
    """Every expression of a wrong answer that takes a wrong one, where all that takes part may be believed."""
    generic = {case.name for case, _ in pairs}
    costly = [finding for finding in findings if finding.cost is not Cost.NOTHING and finding.case in generic]
    failed = {name: {f.case for f in costly if f.answer == name} for name in ready.answers}
    of_value = {name for name in ready.answers if all(f.check == "value" for f in costly if f.answer == name)}
    sound = {
        name
        for name in of_value
        if all(name in answer.values for _, answer in pairs)
        and (not failed[name] or (_is_own_work(name, pairs) and _is_never_zero(name, pairs, failed[name])))
    }
    claims = []
    for name, asked in ready.answers.items():
        for formula, takes in asked.follow.items():
            wrong = [parent for parent in ready.answers if parent in takes and failed[parent]]
            if failed[name] and wrong and {name, *takes} <= sound:
                claims.append(Claim(name, formula, takes, wrong[0], failed[name]))
    return claims


def _inputs(case: Case, answer: Answer, taken: set[str], parts: Mapping[str, str | None]) -> dict[str, Value]:
    """The inputs of a case, and the student's answers as expressions name them."""
    values: dict[str, Value] = {name: answer.values[name] for name in taken}
    holders = {holder for name in taken if (holder := parts[name]) is not None}
    held = {holder: {name: values[name] for name in taken if parts[name] == holder} for holder in holders}
    return {**values, **held, **case.inputs}


def _holds(claim: Claim, pairs: Pairs, values: Sequence[Value | None]) -> bool:
    """Whether an answer is what was computed for it on every generic case.

    Where it is wrong, that is neither zero nor what is wanted, and tiny numbers do not pass for rounding.
    """
    name = claim.answer
    for (case, answer), value in zip(pairs, values, strict=True):
        numbers, wrong = _numbers(value), case.name in claim.failed
        if numbers is None or not np.isfinite(numbers).all():
            return False
        if not in_bands(RIGHT_BANDS, value, answer.values[name], 0.0 if wrong else case.scale[name]):
            return False
        if wrong and (not numbers.any() or in_bands(RIGHT_BANDS, case.want[name], value, case.scale[name])):
            return False
    return True


def _is_own_work(name: str, pairs: Pairs) -> bool:
    """Whether the values of an answer are numbers, the same when asked again, that come from the inputs.

    They do not where each case has the same constant or the same beginning, or the same input handed back.
    """
    from grader.checks.gradients import is_handed_back  # with all of slopes, which right answers need not wait for

    arrays = [_numbers(answer.values[name]) for _, answer in pairs]
    numbers = [array for array in arrays if array is not None]
    if len(numbers) < len(pairs) or any(second_call(name, *pair) for pair in pairs):
        return False
    length = min(array.size for array in numbers)
    beginnings = [array[:length] for array in numbers]
    the_same = all(np.array_equal(beginnings[0], other) for other in beginnings) and bool(beginnings[0].any())
    constant = all(np.all(array == array[:1]) for array in numbers) and max(array.size for array in numbers) > 1
    return not (is_handed_back(name, pairs) or the_same or constant)


def _is_never_zero(name: str, pairs: Pairs, failed: set[str]) -> bool:
    """Whether an answer is finite, and not all zeros on any case where it is wrong."""
    for case, answer in pairs:
        numbers = _numbers(answer.values[name])
        if numbers is None or not np.isfinite(numbers).all() or (case.name in failed and not numbers.any()):
            return False
    return True


def _numbers(value: Value | None) -> Array | None:
    """All numbers of a value in one row; None where it holds anything else, or nothing."""
    arrays = [as_array(leaf.want) for leaf in leaves(value, value)] if value is not None else []
    if not arrays or any(array is None or array.dtype.kind not in "fiu" or not array.size for array in arrays):
        return None
    return np.concatenate([np.asarray(array, dtype=np.float64).ravel() for array in arrays])
