"""How a right gradient is made of inputs and other answers: summed over the rows, or a product of two matrices."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from grader.diagnosis.signatures.views import View, Views, near
from grader.model import Array


@lru_cache(1)
def summed(views: Views) -> list[str]:
    """The arrays whose rows add up to the right answer."""
    return [name for name in _names(views) if all(map(partial(_is_sum, name), views))]


@lru_cache(1)
def contracted(views: Views) -> list[tuple[str, str]]:
    """The pairs a, b of matrices with a.T @ b the right answer: a sum over their rows."""
    return [*_pairs(views, lambda a, b: a.T @ b)]


@lru_cache(1)
def carried_back(views: Views) -> list[tuple[str, str]]:
    """The pairs a, b of matrices with a @ b.T the right answer: what a layer hands to the one before it."""
    return [*_pairs(views, lambda a, b: a @ b.T)]


def _is_sum(name: str, view: View) -> bool:
    array = view.arrays[name]
    return array.ndim > 0 and near(view.want, array.sum(axis=0), view.scale)


def _pairs(views: Views, combine: Callable[[Array, Array], Array]) -> Iterator[tuple[str, str]]:
    matrices = [name for name in _names(views) if all(view.arrays[name].ndim == 2 for view in views)]
    for a, b in itertools.permutations(matrices, 2):
        if all(map(partial(_is, combine, a, b), views)):
            yield a, b


def _is(combine: Callable[[Array, Array], Array], a: str, b: str, view: View) -> bool:
    try:
        return near(view.want, combine(view.arrays[a], view.arrays[b]), view.scale)
    except ValueError:
        return False


def _names(views: Views) -> list[str]:
    """The arrays that every case has."""
    return [name for name in views[0].arrays if all(name in view.arrays for view in views)]
