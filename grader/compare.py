"""The only comparison of arrays: `same` for shape and value together, `compare` for how far apart and where.

Never `np.allclose`: it broadcasts, so it calls a (3, 1) gradient equal to a (3,) one, and it judges each entry by
itself, so it fails right answers whose tiny entries stand beside large ones.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from enum import StrEnum

import numpy as np

from grader.frozen import frozen
from grader.guest.wire import Foreign, Value
from grader.model import Array, Index

RELATIVE = 3e-12
"""Largest error of a right float64 answer, over the largest entry: third-party batchnorms reach 6e-13."""
ABSOLUTE = 1e-13
"""And over the size of what was added up, for answers that cancel."""
LOOKS_NUMERIC = 1e-8
"""Up to here the value is right, but central differences would do as well."""
RIGHT = 1e-6
"""Up to here the value is right (float32 gives 1e-7); beyond, it is wrong."""


class Band(StrEnum):
    """How near an answer is, judged over the whole array."""

    EXACT = "exact"
    LIKE_NUMERIC = "like-numeric"
    INEXACT = "inexact"
    WRONG = "wrong"


RIGHT_BANDS = (Band.EXACT, Band.LIKE_NUMERIC, Band.INEXACT)
"""Those of a right value, which earns its points."""


class Fault(StrEnum):
    """What is wrong with the form of an answer, before its values are looked at."""

    SHAPE = "shape"
    RESHAPED = "reshaped"
    LIST = "list"
    NOT_NUMBERS = "not-numbers"
    RAGGED = "ragged"
    COUNT = "count"
    KEYS = "missing-key"
    NOTHING = "nothing"


@frozen
class Leaf:
    """An array or a number inside an answer, with the way to it (`""`, `[0]`, `["W1"]`)."""

    path: str
    want: Value
    got: Value


def leaves(want: Value, got: Value, path: str = "") -> Iterator[Leaf]:
    """Pairs of leaves, in the order of `want`; where the structure differs, the pair at which it does."""
    if isinstance(want, dict) and isinstance(got, dict) and want.keys() <= got.keys():
        for key in want:
            yield from leaves(want[key], got[key], f'{path}["{key}"]')
    elif isinstance(want, (list, tuple)) and isinstance(got, (list, tuple)) and len(want) == len(got):
        for i, (one, other) in enumerate(zip(want, got, strict=True)):
            yield from leaves(one, other, f"{path}[{i}]")
    else:
        yield Leaf(path, want, got)


def fault(want: Value, got: Value) -> Fault | None:
    """What is wrong with the form of one leaf: its kind, its shape, its structure. None if nothing is."""
    if got is None:
        return None if want is None else Fault.NOTHING
    if isinstance(want, dict):
        return Fault.KEYS if isinstance(got, dict) else Fault.NOT_NUMBERS
    if isinstance(want, (list, tuple)):
        return Fault.COUNT if isinstance(got, (list, tuple)) else Fault.NOT_NUMBERS
    if isinstance(want, str) or want is None:
        return None
    if isinstance(got, (list, tuple)):
        return _list_fault(want, got)
    if isinstance(got, (str, dict, Foreign)):
        return Fault.NOT_NUMBERS
    if np.shape(want) == np.shape(got):
        return None
    return Fault.RESHAPED if _same_once_reshaped(np.asarray(want), np.asarray(got)) else Fault.SHAPE


def _list_fault(want: Value, got: list[Value] | tuple[Value, ...]) -> Fault:
    array = as_array(got)
    if array is None:
        return Fault.RAGGED
    as_list = np.shape(want) == array.shape or _same_once_reshaped(np.asarray(want), array)
    return Fault.LIST if as_list else Fault.SHAPE


def _same_once_reshaped(want: Array, got: Array) -> bool:
    return want.size == got.size and band(want.ravel(), got.ravel(), 0.0) is not Band.WRONG


def _only_numbers(value: Value) -> bool:
    """Whether a value holds nothing but numbers: text in nested lists can make numpy ask for any amount of memory."""
    if isinstance(value, (list, tuple)):
        return all(map(_only_numbers, value))
    return isinstance(value, (bool, int, float, np.ndarray))


def as_array(value: Value) -> Array | None:
    """A value as an array of numbers; None for what is none, such as ragged lists and text."""
    if not _only_numbers(value):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, OverflowError):
        return None
    return array if array.dtype.kind in "fiub" else None


def excess(want: Value, got: Value, scale: float) -> float:
    """The largest error that rounding of sums of size `scale` does not explain, over the largest wanted entry.

    want, got: numbers or arrays of one shape. inf where the wanted value is all zeros and got is not, or where
    one is not finite and the other differs.
    """
    want, got = np.asarray(want, dtype=np.float64), np.asarray(got, dtype=np.float64)
    if want.size == 0:
        return 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        error = float(np.abs(got - want).max())
    if not math.isfinite(error):
        return _excess_where_finite(want, got, scale)
    error -= ABSOLUTE * scale
    if error <= 0:
        return 0.0
    largest = float(np.abs(want).max())
    return error / largest if largest > 0 else math.inf


def _excess_where_finite(want: Array, got: Array, scale: float) -> float:
    """The same where an entry is not finite: such entries must agree exactly, and both must have them."""
    finite = np.isfinite(want)
    if not np.array_equal(want[~finite], got[~finite], equal_nan=True) or not np.isfinite(got[finite]).all():
        return math.inf
    return math.inf if finite.all() else excess(want[finite], got[finite], scale)


def band(want: Value, got: Value, scale: float) -> Band:
    """How near two leaves of one shape are."""
    if isinstance(want, (str, bool)) or want is None:
        got = got.item() if isinstance(got, np.ndarray) and got.ndim == 0 else got
        return Band.EXACT if not isinstance(got, np.ndarray) and got == want else Band.WRONG
    error = excess(want, got, scale)
    if error <= RELATIVE:
        return Band.EXACT
    if error <= LOOKS_NUMERIC:
        return Band.LIKE_NUMERIC
    return Band.INEXACT if error <= RIGHT else Band.WRONG


def same(want: Value, got: Value, scale: float) -> bool:
    """Whether an answer is right to the tolerance: structure, shapes and values, leaf by leaf."""
    return in_bands((Band.EXACT,), want, got, scale)


def in_bands(bands: Container[Band], want: Value, got: Value, scale: float) -> bool:
    """Whether an answer has the form that is wanted, and each of its leaves is as near as one of these bands."""
    return all(
        fault(leaf.want, leaf.got) is None and band(leaf.want, leaf.got, scale) in bands for leaf in leaves(want, got)
    )


@frozen
class Difference:
    """Where two arrays of one shape differ most, and how much of them does."""

    index: Index
    want: float
    got: float
    wrong: int
    of: int


def difference(want: Value, got: Value, scale: float) -> Difference:
    """The worst entry of `got`, and how many entries are wrong by themselves (by `RIGHT` of the largest)."""
    want, got = np.asarray(want, dtype=np.float64), np.asarray(got, dtype=np.float64)
    error = _error(want, got)
    wrong = wrong_entries(want, got, scale)
    index = tuple(int(i) for i in np.unravel_index(int(error.argmax()), error.shape))
    return Difference(index, float(want[index]), float(got[index]), int(wrong.sum()), wrong.size)


def wrong_entries(want: Array, got: Array, scale: float) -> Array:
    """Which entries of `got` are wrong by themselves (by `RIGHT` of the largest)."""
    finite = np.abs(want[np.isfinite(want)])
    wrong: Array = _error(want, got) > RIGHT * (finite.max() if finite.size else 0.0) + ABSOLUTE * scale
    return wrong


def _error(want: Array, got: Array) -> Array:
    """How far apart each entry is; 0 where both are the same, be it nan, and inf where one is."""
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.abs(got - want)
    return np.where((want == got) | (np.isnan(want) & np.isnan(got)), 0.0, np.where(np.isnan(error), np.inf, error))


def is_transposed(want: Value, got: Value, scale: float) -> bool:
    """Whether got is the transpose of want, and want is not symmetric."""
    matrices = np.ndim(want) == 2 and np.shape(got) == np.shape(want)[::-1]
    return matrices and same(np.asarray(want).T, got, scale) and not same(want, got, scale)
