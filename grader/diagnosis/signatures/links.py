"""A link of the chain rule left out, or one too many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from grader.diagnosis.signatures import made_of
from grader.diagnosis.signatures.kinks import kinks
from grader.diagnosis.signatures.views import Fit, Guess, View, Views, at_most_looks, best, fits, same_shape
from grader.model import Array


def _sigmoid(z: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-z)))


def _of_sigmoid(z: Array) -> Array:
    return np.asarray(_sigmoid(z) * (1 - _sigmoid(z)))


def _of_sigmoid_by_value(a: Array) -> Array:
    return np.asarray(a * (1 - a))


def _of_tanh(z: Array) -> Array:
    return np.asarray(1 - np.tanh(z) ** 2)


def _of_tanh_by_value(a: Array) -> Array:
    return np.asarray(1 - a**2)


def _itself(a: Array) -> Array:
    return a


DERIVATIVES = (_of_sigmoid, _of_sigmoid_by_value, _of_tanh, _of_tanh_by_value)
"""Derivatives of activations, of what went in or came out."""


def upstream_ignored(views: Views) -> Fit:
    """The local derivative alone: times the upstream gradient it is right; or all computed from ones instead."""
    found = best(fits(views, guess) for guess in _without_upstream(views))
    return max(found, at_most_looks(fits(views, _only_ones))) if made_of.summed(views) else found


def local_derivative_ignored(views: Views) -> Fit:
    """The upstream gradient as it is, where it is to be multiplied."""
    return Fit.NO if kinks(views) else fits(views, _upstream)


def activation_derivative_missing(views: Views) -> Fit:
    """Times the derivative of an activation at some forward value it is right."""
    return at_most_looks(best(fits(views, partial(_over, *at)) for at in _places(views, DERIVATIVES)))


def extra_factor(views: Views) -> Fit:
    """The right answer times an array of the case, or times the derivative of an activation there."""
    return at_most_looks(best(fits(views, partial(_by, *at)) for at in _places(views, (_itself, *DERIVATIVES))))


def _without_upstream(views: Views) -> Iterator[Guess]:
    yield _local
    for name in made_of.summed(views):
        yield partial(_ones_summed, name)
    for a, b in made_of.contracted(views):
        yield partial(_ones_contracted, a, b)
    for a, b in made_of.carried_back(views):
        yield partial(_ones_carried_back, a, b)
        yield partial(_transposed, b)
    for a, _ in made_of.contracted(views):
        yield partial(_transposed, a)


def _upstream(view: View) -> Array | None:
    return view.upstream if view.upstream is not None and view.upstream.shape == view.want.shape else None


def _only_ones(view: View) -> Array:
    """What is left of a sum over the rows; or a number that was put there to begin with."""
    return np.ones(view.want.shape)


def _local(view: View) -> Array | None:
    """The local derivative, where the right answer is upstream times local entry by entry."""
    upstream = view.upstream
    if upstream is None or upstream.shape != view.want.shape or not upstream.all():
        return None
    return np.asarray(view.want / upstream)


def _ones(view: View, name: str) -> Array:
    """An array, with ones in the place of the upstream gradient."""
    array = view.arrays[name]
    return np.ones_like(array) if array is view.upstream else array


def _ones_summed(name: str, view: View) -> Array:
    return np.asarray(_ones(view, name).sum(axis=0))


def _ones_contracted(a: str, b: str, view: View) -> Array:
    return np.asarray(_ones(view, a).T @ _ones(view, b))


def _ones_carried_back(a: str, b: str, view: View) -> Array:
    return np.asarray(_ones(view, a) @ _ones(view, b).T)


def _transposed(name: str, view: View) -> Array:
    return view.arrays[name].T


def _places(
    views: Views, derivatives: tuple[Callable[[Array], Array], ...]
) -> Iterator[tuple[str, Callable[[Array], Array]]]:
    for name in views[0].arrays:
        yield from ((name, derivative) for derivative in derivatives)


def _over(name: str, derivative: Callable[[Array], Array], view: View) -> Array | None:
    array = same_shape(view, name)
    local = None if array is None else derivative(array)
    return np.asarray(view.want / local) if local is not None and local.all() else None


def _by(name: str, derivative: Callable[[Array], Array], view: View) -> Array | None:
    array = same_shape(view, name)
    return None if array is None else view.want * derivative(array)
