"""Activations with a kink, and max gates: which side lets the gradient through, and how much of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TypeAlias

import numpy as np

from grader.diagnosis.signatures.views import Fit, View, Views, best, fits, near, same_shape
from grader.frozen import frozen
from grader.model import Array

ENTRIES_LEAST = 2
"""On each side of the kink, somewhere: fewer tell no slope from any other number."""


@frozen
class Kink:
    """What decides which side an entry is on: whether an input is above 0, or above another input."""

    z: str
    other: str | None = None
    above: float | None = None
    """The slope on the side above, where it is the same on all cases;"""
    below: float | None = None
    """and below."""


@frozen
class Sides:
    """A kink on one case: the right answer is `base` times one slope where z is above 0, and another below."""

    z: Array
    base: Array
    above: float
    below: float


SideGuess: TypeAlias = "Callable[[View, Sides], Array | None]"
"""What a mistake would answer, by the two sides of a kink; None where that cannot be said."""


@lru_cache(1)
def kinks(views: Views) -> list[Kink]:
    """The kinks that make the right answer on every case, with two slopes and several entries on either side."""
    names = [*views[0].arrays]
    found = [kink for name in names if (kink := _kink(Kink(name), views)) is not None]
    if not found:
        pairs = [Kink(a, b) for a in names for b in names if a != b]
        found = [kink for pair in pairs if (kink := _kink(pair, views)) is not None]
    return found


def mask_from_gradient(views: Views) -> Fit:
    """The sign of the upstream gradient decides, not that of the forward value."""
    if any(view.upstream is None for view in views):
        return Fit.NO
    return _best(views, _activations(views), lambda view, s: _split(s.base > 0, s, s.above, s.below))


def mask_inverted(views: Views) -> Fit:
    """The two sides exchanged, where one of them blocks the gradient."""
    masks = [kink for kink in _activations(views) if kink.below == 0]
    return _best(views, masks, lambda view, s: _at_kink(view, s, _split(s.z > 0, s, s.below, s.above)))


def no_mask(views: Views) -> Fit:
    """What is let through above is let through below as well."""
    return _best(views, _activations(views), lambda view, s: _at_kink(view, s, s.base * s.above))


def wrong_slope(views: Views) -> Fit:
    """One other slope below, the same wherever it is wrong on a case; or the two slopes of a leak exchanged."""
    leaks = [kink for kink in _activations(views) if kink.below is None]
    exchanged = _best(views, leaks, lambda view, s: _at_kink(view, s, _split(s.z > 0, s, s.below, s.above)))
    return max(exchanged, _best(views, _activations(views), _other_slope))


def kink_convention(views: Views) -> Fit:
    """Right but exactly at the kink."""
    return best(fits(views, partial(_guessed, kink, _other_at_kink)) for kink in _activations(views))


def wrong_threshold(views: Views) -> Fit:
    """The sides are told apart at another point than the kink, one and the same on all cases."""
    return best(fits(views, partial(_as_far_as_told, kink)) for kink in kinks(views) if _one_threshold(kink, views))


def max_misrouted(views: Views) -> Fit:
    """The gradient of a maximum to the smaller input, to both, or half to each."""
    gates = [kink for kink in _gates(views) if {kink.above, kink.below} == {0.0, 1.0}]
    guesses: list[SideGuess] = [
        lambda view, s: _at_kink(view, s, _split(s.z > 0, s, s.below, s.above)),
        lambda view, s: _at_kink(view, s, s.base),
        lambda view, s: _at_kink(view, s, s.base / 2),
    ]
    return best(_best(views, gates, guess) for guess in guesses)


def tie_miscounted(views: Views) -> Fit:
    """Right but where two inputs are equal: there it is all of the upstream gradient, or none."""
    return best(fits(views, partial(_guessed, kink, _all_or_none_at_a_tie)) for kink in _gates(views))


def _activations(views: Views) -> list[Kink]:
    return [kink for kink in kinks(views) if kink.other is None]


def _gates(views: Views) -> list[Kink]:
    return [kink for kink in kinks(views) if kink.other is not None]


def _best(views: Views, among: list[Kink], guess: SideGuess) -> Fit:
    """The best fit of a guess, where the answer is wrong somewhere else than exactly at the kink."""
    found = (kink for kink in among if not all(map(partial(_right_elsewhere, kink), views)))
    return best(fits(views, partial(_guessed, kink, guess)) for kink in found)


def _right_elsewhere(kink: Kink, view: View) -> bool:
    z = _compared(kink, view)
    if z is None or view.got.shape != view.want.shape:
        return view.right
    return near(view.want[z != 0], view.got[z != 0], view.scale)


def _guessed(kink: Kink, guess: SideGuess, view: View) -> Array | None:
    sides = _sides(kink, view)
    return None if sides is None else guess(view, sides)


def _kink(kink: Kink, views: Views) -> Kink | None:
    """The kink with the slopes that it has on all cases; None where it does not make the right answer."""
    slopes: list[tuple[float | None, float | None]] = []
    several = False
    for view in views:
        z, base = _compared(kink, view), _base(kink, view)
        if z is None or base is None or not _two_slopes(view, base, z):
            return None
        slopes.append((_slope(view, base, z > 0), _slope(view, base, z < 0)))
        several = several or all(np.count_nonzero(side & (base != 0)) >= ENTRIES_LEAST for side in (z > 0, z < 0))
    if not several or all(above is None or below is None or above == below for above, below in slopes):
        return None
    above, below = ({slope for slope in side if slope is not None} for side in zip(*slopes, strict=True))
    return dataclasses.replace(
        kink, above=above.pop() if len(above) == 1 else None, below=below.pop() if len(below) == 1 else None
    )


def _compared(kink: Kink, view: View) -> Array | None:
    """The numbers whose sign decides."""
    z, other = same_shape(view, kink.z), None if kink.other is None else same_shape(view, kink.other)
    if z is None or (kink.other is not None and other is None):
        return None
    return z if other is None else z - other


def _base(kink: Kink, view: View) -> Array | None:
    """What is let through: the upstream gradient, or of a forward value z itself."""
    base = view.upstream
    if base is None and view.along is None and kink.other is None:
        base = same_shape(view, kink.z)
    return base if base is not None and base.shape == view.want.shape else None


def _two_slopes(view: View, base: Array, z: Array) -> bool:
    return all(_slope(view, base, side) is not None or not (side & (base != 0)).any() for side in (z > 0, z < 0))


def _slope(view: View, base: Array, side: Array) -> float | None:
    """The one number that `base` is multiplied by on a side, to ten digits; None where there is none."""
    side = side & (base != 0)
    slopes = view.want[side] / base[side]
    if not slopes.size or not np.allclose(slopes, slopes[0], rtol=1e-9, atol=1e-12):
        return None
    return round(float(slopes[0]), 10)


def _sides(kink: Kink, view: View) -> Sides | None:
    """The sides on one case; None where a slope is not known there."""
    z, base = _compared(kink, view), _base(kink, view)
    if z is None or base is None:
        return None
    above, below = _slope(view, base, z > 0), _slope(view, base, z < 0)
    above, below = kink.above if above is None else above, kink.below if below is None else below
    return None if above is None or below is None else Sides(z, base, above, below)


def _split(mask: Array, sides: Sides, one: float, other: float) -> Array:
    return np.where(mask, sides.base * one, sides.base * other)


def _at_kink(view: View, sides: Sides, guess: Array) -> Array:
    """A guess with what the student has exactly at the kink, which says nothing of such a mistake."""
    return np.where(sides.z == 0, view.got, guess) if view.got.shape == guess.shape else guess


def _other_at_kink(view: View, sides: Sides) -> Array:
    return _at_kink(view, sides, view.want) if np.isfinite(view.got).all() else view.want


def _all_or_none_at_a_tie(view: View, sides: Sides) -> Array:
    given = view.got.shape == view.want.shape and bool(((view.got == 0) | (view.got == sides.base))[sides.z == 0].all())
    return _other_at_kink(view, sides) if given else view.want


def _other_slope(view: View, sides: Sides) -> Array | None:
    below = (sides.z < 0) & (sides.base != 0)
    if view.got.shape != view.want.shape or not below.any():
        return None
    slopes = view.got[below] / sides.base[below]
    if not np.allclose(slopes, slopes[0], rtol=1e-9, atol=1e-12) or np.isclose(slopes[0], sides.above):
        return view.want
    return _at_kink(view, sides, _split(sides.z > 0, sides, sides.above, float(slopes[0])))


def _span(kink: Kink, view: View) -> tuple[float, float] | None:
    """Between which z the student goes from one slope to the other; None where there are other slopes as well."""
    sides = _sides(kink, view)
    if sides is None or view.got.shape != view.want.shape or sides.above == sides.below:
        return None
    counted = sides.base != 0
    slopes, z = view.got[counted] / sides.base[counted], sides.z[counted]
    above, below = np.isclose(slopes, sides.above), np.isclose(slopes, sides.below)
    return (z[below].max(initial=-np.inf), z[above].min(initial=np.inf)) if (above | below).all() else None


def _one_threshold(kink: Kink, views: Views) -> bool:
    """Whether one point other than 0 tells the sides apart on all cases."""
    spans = [_span(kink, view) for view in views]
    told = [span for span in spans if span is not None]
    if not told or any(span is None and not view.right for span, view in zip(spans, views, strict=True)):
        return False
    low, high = max(span[0] for span in told), min(span[1] for span in told)
    return bool(-np.inf < low < high < np.inf and not low <= 0 <= high)


def _as_far_as_told(kink: Kink, view: View) -> Array | None:
    return view.got if _span(kink, view) is not None else None
