"""Numbers that a computer does not hold: too large, 0 by 0, cut off, rounded."""

from __future__ import annotations

from functools import partial

import numpy as np

from grader.diagnosis.signatures.views import Fit, View, Views, best, fits
from grader.model import Array

LARGE, LARGEST = 300.0, 1e6
"""From here an exponential is near the end of what float64 holds; and beyond, a square may be."""
PLACES = range(9)


def overflow(views: Views) -> Fit:
    """nan or inf only where an input is beyond what `exp` can take, and right everywhere else."""
    wrong = [view for view in views if not view.right]
    large = all(LARGE <= _largest(view) <= LARGEST and not np.isfinite(view.got).all() for view in wrong)
    return Fit.LOOKS if wrong and large and len(wrong) < len(views) else Fit.NO


def zero_over_zero(views: Views) -> Fit:
    """nan only where an input of the same shape is exactly 0, and right everywhere else."""
    return best(fits(views, partial(_nan_at_zero, name)) for name in views[0].inputs)


def integers_truncate(views: Views) -> Fit:
    """The right answer with everything after the point cut off."""
    return fits(views, lambda view: np.trunc(view.want))


def rounded(views: Views) -> Fit:
    """The right answer rounded, everywhere to as many places."""
    return best(fits(views, partial(_to, places)) for places in PLACES)


def _nan_at_zero(name: str, view: View) -> Array | None:
    array = view.inputs.get(name)
    if array is None or array.shape != view.want.shape or view.got.shape != view.want.shape:
        return None
    return np.where((array == 0) & np.isnan(view.got), view.got, view.want)


def _to(places: int, view: View) -> Array:
    return np.round(view.want, places)


def _largest(view: View) -> float:
    return max((float(np.abs(array).max(initial=0.0)) for array in view.arrays.values()), default=0.0)
