"""Values of a page: arrays as matrices, and what an answer got beside what is expected, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from markupsafe import Markup

from grader.compare import as_array, wrong_entries
from grader.frozen import frozen
from grader.graded import Smallest
from grader.model import Array
from grader.reports.accusations import short
from grader.reports.sentences import told_apart

HEATED = 12
"""From so many entries on, a table shows how far each is off, as a map of heat."""
LEVELS = 3
"""How many shades it has for either sign."""


def assigned(name: str, value: Any) -> tuple[str, Markup]:
    """A name, and its value as a matrix, or in words where it is none."""
    array = as_array(value) if isinstance(value, (int, float, list)) else None
    if array is None or array.ndim > 2:
        return name, Markup("<code>{}</code>").format(short(value))
    return name, _matrix(array)


def _matrix(array: Array) -> Markup:
    """A number, or rows in brackets, as MathML."""
    if array.ndim == 0:
        return Markup("<math>{}</math>").format(_number(array.item()))
    rows = [
        Markup("<mtr>{}</mtr>").format(Markup("").join(Markup("<mtd>{}</mtd>").format(_number(x)) for x in row))
        for row in np.atleast_2d(array).tolist()
    ]
    table = Markup("<mtable>{}</mtable>").format(Markup("").join(rows))
    return Markup("<math><mrow><mo>[</mo>{}<mo>]</mo></mrow></math>").format(table)


def _number(value: float | bool) -> Markup:
    return Markup("<mn>{}</mn>").format(str(value) if isinstance(value, bool) else number_text(value))


def number_text(value: float) -> str:
    """Six digits, and a minus as wide as a plus."""
    return signed(f"{value + 0:.6g}")


def signed(text: str) -> str:
    """The same number, with a minus as wide as a plus."""
    return text.replace("-", "\u2212")


@frozen
class Entry:
    """One entry of an answer: right, or what it got and what is expected."""

    got: str
    want: str
    wrong: bool
    accused: bool
    """Whether it is the one that is worked out."""
    off: str
    """How far it is off, with its sign."""
    heat: str
    """The name of its shade, such as `over-3`; nothing where it is right."""


@frozen
class Grid:
    """The entries of an answer in rows, and the numbers of its axes."""

    rows: list[list[Entry]]
    by_rows: bool
    """Whether there is more than one axis."""
    heated: bool


def grid(shown: Smallest) -> Grid | None:
    """What an answer got on the smallest input, entry by entry; None where it is no array of the wanted shape."""
    want, got = (floats(value) for value in (shown.want, shown.got))
    if want is None or got is None or want.shape != got.shape or not want.size or want.ndim not in (1, 2):
        return None
    wrong = wrong_entries(want, got, 0.0)
    with np.errstate(all="ignore"):
        off = np.atleast_2d(got - want)
    accused = tuple(shown.finding.params.get("index") or ())
    index = accused if want.ndim == 2 else (0, *accused)
    far = np.nan_to_num(np.abs(off), nan=np.inf)
    largest = max((x for x in far.ravel().tolist() if np.isfinite(x)), default=0.0)
    entries = [*_entries(np.atleast_2d(want), np.atleast_2d(got), off, np.atleast_2d(wrong), index, largest)]
    return Grid(entries, want.ndim == 2, want.size >= HEATED)


def _entries(
    want: Array, got: Array, off: Array, wrong: Array, accused: tuple[int, ...], largest: float
) -> Iterator[list[Entry]]:
    for i, row in enumerate(wrong.tolist()):
        entries = []
        for j, is_wrong in enumerate(row):
            one, other = float(got[i, j]), float(want[i, j])
            texts = told_apart(one, other) if is_wrong else (number_text(one),) * 2
            far = float(off[i, j])
            said, heat = (f"{far:+.2g}", _heat(far, largest)) if is_wrong else ("", "")
            entries.append(Entry(*texts, is_wrong, (i, j) == accused, said, heat))
        yield entries


def _heat(far: float, largest: float) -> str:
    """Too large or too small, in shades of its size beside the largest."""
    level = LEVELS if not np.isfinite(far) else int(np.ceil(LEVELS * abs(far) / largest))
    return f"{'under' if far < 0 else 'over'}-{max(1, min(LEVELS, level))}"


def floats(value: Any) -> Array | None:
    """An array of floats; "nan" stands for a number in a report that was read back."""
    array = as_array(value) if isinstance(value, (int, float, list)) else None
    return None if array is None else array.astype(np.float64)
