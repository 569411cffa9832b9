"""What a signature looks at: one wrong answer beside the right one, case by case; and whether a guess at it fits."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from enum import IntEnum
from typing import TypeAlias

import numpy as np

from grader.compare import RELATIVE, as_array, excess, leaves
from grader.frozen import frozen
from grader.guest.wire import Value
from grader.model import Answer, Array, Asked, Case, Pairs

SAME = 30 * RELATIVE
"""A guess is what the student answered if they are no further apart than this, over the largest entry."""
SHOWS = 100 * RELATIVE
"""A case tells a mistake from the right answer if the two are further apart than this."""


class Fit(IntEnum):
    """How far a signature accounts for an answer."""

    NO = 0
    LOOKS = 1
    """It does where it can be told, but something else may explain it too, or a case is left over."""
    CERTAIN = 2


@frozen
class View:
    """One array of a wrong answer on one case."""

    want: Array
    got: Array
    again: Array | None
    """What the same call gave the second time."""
    scale: float
    generic: bool
    upstream: Array | None
    along: Array | None
    """The input along which it is a slope."""
    of: Array | None
    """The right value whose slope it is."""
    inputs: Mapping[str, Array]
    """The inputs of the case that are numbers."""
    arrays: Mapping[str, Array]
    """And with them its other wanted answers."""
    others: Mapping[str, tuple[Array, Array | None]]
    """The other answers: wanted, and as the student has them."""
    sizes: Mapping[str, int]
    """The named sizes of the case."""

    @property
    def kind(self) -> Hashable:
        """What makes a case another one: its shapes, or its numbers where there are no shapes."""
        shapes = (self.want.shape, *(array.shape for array in self.arrays.values()))
        return shapes if any(shapes) else float(self.want)

    @property
    def right(self) -> bool:
        """Whether this array is right here."""
        return near(self.want, self.got, self.scale)


Views = tuple[View, ...]
Signature = Callable[[Views], Fit]
Guess: TypeAlias = "Callable[[View], Array | None]"
"""What a mistake would answer; None where that cannot be said."""


def views_of(name: str, asked: Asked, pairs: Pairs) -> Views:
    """Every array of an answer, on every case that has a value; nothing where an ordinary one has none, or no numbers.

    Edge cases with a call of their own may use their inputs in another way, and are left out.
    """
    views: list[View] = []
    calls = {case.call for case, _ in pairs if case.generic}
    for case, answer in pairs:
        if case.edge and case.call not in calls:
            continue
        if name not in answer.values:
            if case.generic:
                return ()
            continue
        found = list(_of_case(name, asked, case, answer))
        if any(view is None for view in found):
            return ()
        views += [view for view in found if view is not None]
    return tuple(views)


def _of_case(name: str, asked: Asked, case: Case, answer: Answer) -> Iterator[View | None]:
    others = {key: numbers(value) for key, value in case.want.items() if key != name}
    inputs = {key: array for key, value in case.inputs.items() if (array := numbers(value)) is not None}
    arrays = {key: array for key, array in others.items() if array is not None} | inputs
    second = answer.again.values.get(name) if answer.again else None
    again = {leaf.path: numbers(leaf.got) for leaf in leaves(case.want[name], second)}
    for leaf in leaves(case.want[name], answer.values[name]):
        want, got = numbers(leaf.want), numbers(leaf.got)
        yield (
            None
            if want is None or got is None
            else View(
                want=want,
                got=got,
                again=again.get(leaf.path),
                scale=case.scale.get(name, 1.0),
                generic=case.generic,
                upstream=inputs.get(asked.upstream or ""),
                along=inputs.get(asked.along or ""),
                of=others.get(asked.slope_of or ""),
                inputs=inputs,
                arrays=arrays,
                others={k: (array, numbers(answer.values.get(k))) for k, array in others.items() if array is not None},
                sizes={key: value for key, value in case.inputs.items() if type(value) is int and key.isupper()},
            )
        )


def numbers(value: Value) -> Array | None:
    """A value as an array of floats; None for what is none."""
    if isinstance(value, (bool, str)) or value is None:
        return None
    array = as_array(value)
    return None if array is None or array.dtype.kind == "b" else array.astype(np.float64)


def near(want: Array, got: Array, scale: float) -> bool:
    """Whether two arrays are one and the same up to rounding."""
    return want.shape == got.shape and excess(want, got, scale) <= SAME


def fits(views: Views, guess: Guess) -> Fit:
    """Whether a mistake answers what the student did, on every case where it can be said what it answers.

    Certain where two ordinary cases of different shapes tell it from the right answer, and no ordinary one is left
    over that is wrong.
    """
    kinds, shown, left = set(), False, False
    with np.errstate(all="ignore"):
        for view in views:
            wrong = guess(view)
            if wrong is None:
                left = left or (view.generic and not view.right)
                continue
            grown = _largest(wrong) / (_largest(view.want) or 1.0)
            if not near(wrong, view.got, view.scale * max(1.0, grown)):
                return Fit.NO
            if wrong.shape != view.want.shape or excess(view.want, wrong, view.scale) > SHOWS:
                shown = True
                if view.generic:
                    kinds.add(view.kind)
    if not shown:
        return Fit.NO
    return Fit.CERTAIN if len(kinds) >= 2 and not left else Fit.LOOKS


def _largest(array: Array) -> float:
    return float(np.abs(array[np.isfinite(array)]).max(initial=0.0))


def best(found: Iterable[Fit]) -> Fit:
    """The best of several guesses."""
    return max(found, default=Fit.NO)


def at_most_looks(fit: Fit) -> Fit:
    """A fit of something that other mistakes give as well."""
    return min(fit, Fit.LOOKS)


def same_shape(view: View, name: str) -> Array | None:
    """An array of the case that has the shape of the answer."""
    array = view.arrays.get(name)
    return array if array is not None and array.shape == view.want.shape else None
