"""Normalisation over the rows: a way through the mean or the variance left out."""

from __future__ import annotations

import numpy as np

from grader.diagnosis.signatures.views import Fit, View, Views, fits
from grader.model import Array


def mean_path_missing(views: Views) -> Fit:
    """What is missing is the mean of the gradient in each column."""
    return fits(views, lambda view: None if (parts := _parts(view)) is None else view.want + parts[1])


def variance_path_missing(views: Views) -> Fit:
    """What is missing is a multiple of the centred input in each column."""
    return fits(views, lambda view: None if (parts := _parts(view)) is None else parts[0] - parts[1])


def statistics_as_constants(views: Views) -> Fit:
    """The upstream gradient, scaled by one number in each column."""
    return fits(views, lambda view: None if (parts := _parts(view)) is None else parts[0])


def _parts(view: View) -> tuple[Array, Array] | None:
    """Where the right answer is a column's upstream gradient times one number, less a constant and a multiple of the
    centred input: the first of these, and its mean.
    """
    x, upstream = view.along, view.upstream
    if x is None or upstream is None or x.ndim != 2 or not x.shape == upstream.shape == view.want.shape or len(x) < 4:
        return None
    centred = x - x.mean(axis=0)
    rest = [_left_of(_left_of(array, centred), 1 + 0 * x) for array in (view.want, upstream)]
    scale = (rest[0] * rest[1]).sum(axis=0) / (rest[1] ** 2).sum(axis=0)
    if not abs(rest[0] - scale * rest[1]).max() <= 1e-7 * abs(view.want).max():
        return None
    direct = scale * upstream
    return direct, direct.mean(axis=0)


def _left_of(array: Array, part: Array) -> Array:
    """What is left of each column when its share of a part is taken off."""
    return np.asarray(array - part * (array * part).sum(axis=0) / (part**2).sum(axis=0))
