"""Sums along the wrong axis, too many or too few, and what does not take part in them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from grader.diagnosis.signatures import made_of
from grader.diagnosis.signatures.views import Fit, Guess, View, Views, best, fits, near
from grader.model import Array

PARTS = (slice(-1, None), slice(0, 1), slice(0, -1), slice(1, None))
"""The last, the first, all but the last, all but the first."""


def not_summed(views: Views) -> Fit:
    """One axis too many, and the sum or the mean over it is the right answer."""
    found = fits(views, _unsummed)
    return found if any(view.got.size > view.want.size for view in views) else Fit.NO


def kept_axis(views: Views) -> Fit:
    """The right values, with an axis of length 1 that the right shape does not have."""
    return fits(views, lambda view: view.want.reshape(view.got.shape) if _one_kept(view) else view.want)


def wrong_axis(views: Views) -> Fit:
    """The sums across the columns of an array, whose sums over the rows are the right answer."""
    return best(fits(views, partial(_across, name)) for name in made_of.summed(views))


def summed_to_scalar(views: Views) -> Fit:
    """One number: the sum of all right entries."""
    return fits(views, lambda view: np.asarray(view.want.sum()) if view.want.ndim else None)


def entries_skipped(views: Views) -> Fit:
    """Only the first or the last sample, all but one of them, or the first or the last row or entry left at 0."""
    return best(fits(views, guess) for guess in _skipping(views))


def _one_kept(view: View) -> bool:
    got, want = view.got.shape, view.want.shape
    return len(got) > len(want) and [size for size in got if size != 1] == [size for size in want if size != 1]


def _unsummed(view: View) -> Array | None:
    if view.got.ndim != view.want.ndim + 1:
        return None
    axes = range(view.got.ndim)
    whole = any(
        near(view.want, over, view.scale) for i in axes for over in (view.got.sum(axis=i), view.got.mean(axis=i))
    )
    return view.got if whole else view.want


def _across(name: str, view: View) -> Array | None:
    return view.arrays[name].sum(axis=1) if view.arrays[name].ndim >= 2 else None


def _skipping(views: Views) -> Iterator[Guess]:
    names, pairs = made_of.summed(views), made_of.contracted(views)
    for part in PARTS:
        yield from (partial(_part_of_sum, name, part) for name in names)
        yield from (partial(_part_of_product, a, b, part) for a, b in pairs)
    yield from (partial(_left_at_zero, row) for row in (0, -1))


def _part_of_sum(name: str, part: slice, view: View) -> Array:
    return np.asarray(view.arrays[name][part].sum(axis=0))


def _part_of_product(a: str, b: str, part: slice, view: View) -> Array:
    return np.asarray(view.arrays[a][part].T @ view.arrays[b][part])


def _left_at_zero(row: int, view: View) -> Array | None:
    if not view.want.ndim:
        return None
    left = view.want.copy()
    left[row] = 0
    return left
