"""Where a wrong answer is wrong, said without a guess at why: nowhere else, on any case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from grader.compare import RIGHT
from grader.diagnosis.signatures.views import View, Views, near, views_of
from grader.model import Array, Asked, Cost, Finding, Pairs

WRONG_LEAST = 4
"""Fewer wrong entries, on all cases together, make no pattern."""
Region: TypeAlias = "Callable[[View], Array | None]"
"""The entries of a part of an array; None where the array has no such part."""


def pattern(name: str, asked: Asked, pairs: Pairs) -> Finding | None:
    """What all that is wrong with an answer has in common: it is one number, an input handed back, or in one region.

    Asked of at least two ordinary cases, and of an answer that is no other array's transpose or the like.
    """
    views = views_of(name, asked, pairs)
    ordinary = [view for view in views if view.generic]
    if len(ordinary) < 2 or all(view.right for view in ordinary):
        return None
    found = next(_patterns(views), None)
    first = next((case.name for case, answer in pairs if case.generic and name in answer.values), None)
    if found is None or first is None:
        return None
    code, params = found
    return Finding(case=first, answer=name, check="pattern", code=code, cost=Cost.NOTHING, params=params)


def _patterns(views: Views) -> Iterator[tuple[str, dict[str, Any]]]:
    if all(not view.got.any() for view in views):
        yield "zeros", {}
    elif len({float(entry) for view in views for entry in view.got.ravel()}) == 1:
        yield "constant", {}
    for name in views[0].inputs:
        if all(name in view.inputs and near(view.inputs[name], view.got, view.scale) for view in views):
            yield "input-back", {"input": name}
    if all(view.got.shape == view.want.shape for view in views):
        yield from ((code, params) for code, params, region in _regions(views) if _only_in(region, views))


def _regions(views: Views) -> Iterator[tuple[str, dict[str, Any], Region]]:
    """Regions from the smallest to the largest."""
    for code, axis, index in (
        ("only-last-row", 0, -1), ("only-first-row", 0, 0), ("only-last-column", 1, -1), ("only-first-column", 1, 0),
    ):  # fmt: skip
        yield code, {}, partial(_line, axis, index)
    yield "only-diagonal", {}, _diagonal
    yield "only-off-diagonal", {}, lambda view: None if (on := _diagonal(view)) is None else ~on
    for name in views[0].inputs:
        yield "only-below-zero", {"input": name}, partial(_where, name, np.less)
        yield "only-above-zero", {"input": name}, partial(_where, name, np.greater)


def _only_in(region: Region, views: Views) -> bool:
    """Whether whatever is wrong lies in a region that is never the whole array, and there is enough of it."""
    count = 0
    for view in views:
        wrong, inside = _wrong(view), region(view)
        if inside is None:
            if wrong.any():
                return False
            continue
        if (wrong & ~inside).any() or (inside.all() and view.generic):
            return False
        count += int(wrong.sum())
    return count >= WRONG_LEAST


def _wrong(view: View) -> Array:
    with np.errstate(invalid="ignore"):
        bound = RIGHT * float(np.abs(view.want[np.isfinite(view.want)]).max(initial=0.0)) + 1e-12 * view.scale
        return np.asarray(~(np.abs(view.got - view.want) <= bound) & ~(view.got == view.want))


def _line(axis: int, index: int, view: View) -> Array | None:
    if view.want.ndim <= axis:
        return None
    inside = np.zeros(view.want.shape, dtype=bool)
    inside[(slice(None),) * axis + (index,)] = True
    return inside


def _diagonal(view: View) -> Array | None:
    return np.eye(*view.want.shape, dtype=bool) if view.want.ndim == 2 else None


def _where(name: str, compare: Callable[[Array, float], Array], view: View) -> Array | None:
    array = view.inputs.get(name)
    return compare(array, 0.0) if array is not None and array.shape == view.want.shape else None
