"""Is each answer of the right form, finite, and right."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.cleaning import cleaned
from grader.compare import (
    Band,
    Fault,
    as_array,
    band,
    difference,
    fault,
    is_transposed,
    leaves,
)  # fmt: skip
from grader.guest.wire import Foreign, Value
from grader.model import Answer, Case, Cost, Finding

ONLY_THE_FORM = (Fault.RESHAPED, Fault.LIST)
"""Right values in the wrong form: a quarter of the points."""


def form(name: str, case: Case, answer: Answer) -> Finding | None:
    """The answer is a number or an array of the wanted shape, at every leaf.

    A Python float, a numpy scalar and an array of no dimensions are the same number. Right values in another
    shape, or in nested lists, are acknowledged.
    """
    for leaf in leaves(case.want[name], answer.values[name]):
        wrong = fault(leaf.want, leaf.got)
        if wrong is None:
            continue
        params: dict[str, Any] = {"path": leaf.path}
        if wrong in (Fault.SHAPE, Fault.RESHAPED, Fault.LIST):
            got = as_array(leaf.got)
            params |= {"want": list(np.shape(leaf.want)), "got": [] if got is None else list(got.shape)}
        elif wrong is Fault.NOT_NUMBERS:
            params["got"] = _named(leaf.got)
        elif wrong is Fault.COUNT:
            params |= {"want": len(leaf.want), "got": len(leaf.got)}
        elif wrong is Fault.KEYS:
            params |= {
                "key": next(k for k in leaf.want if k not in leaf.got),
                "has": [cleaned(key, most=40) for key in sorted(leaf.got)[:20]],
            }
        code: str = wrong
        if wrong is Fault.SHAPE and is_transposed(leaf.want, leaf.got, case.scale.get(name, 1.0)):
            code = "transposed"
        cost = Cost.SHAPE if wrong in ONLY_THE_FORM else Cost.CASE
        return Finding(case=case.name, answer=name, check="form", code=code, cost=cost, params=params)
    return None


def finite(name: str, case: Case, answer: Answer) -> Finding | None:
    """No entry is nan or infinite where the wanted one is a number."""
    for leaf in leaves(case.want[name], answer.values[name]):
        if isinstance(leaf.want, (str, bool)) or leaf.want is None:
            continue
        got, want = np.asarray(leaf.got), np.asarray(leaf.want)
        if got.dtype.kind != "f" or np.isfinite(got).all():
            continue
        bad = ~np.isfinite(got) & np.isfinite(want)
        if bad.any():
            index = tuple(int(i) for i in np.argwhere(bad)[0])
            params = {
                "path": leaf.path, "index": list(index), "got": float(got[index]), "want": float(want[index]),
                "wrong": int(bad.sum()), "of": bad.size,
            }  # fmt: skip
            return Finding(
                case=case.name, answer=name, check="finite", code="not-finite", cost=Cost.CASE, params=params
            )
    return None


def value(name: str, case: Case, answer: Answer) -> Finding | None:
    """The value agrees with the reference, over the whole array, up to what rounding explains.

    A value that is right but less exact than backprop gives is said so, and costs nothing.
    """
    scale = case.scale.get(name, 1.0)
    note: Finding | None = None
    for leaf in leaves(case.want[name], answer.values[name]):
        near = band(leaf.want, leaf.got, scale)
        if near is Band.EXACT:
            continue
        params = {"path": leaf.path}
        if near is Band.WRONG:
            return _wrong(name, case, leaf.want, leaf.got, params)
        code: str = "float32" if np.asarray(leaf.got).dtype == np.float32 else near
        note = note or Finding(case=case.name, answer=name, check="value", code=code, cost=Cost.NOTHING, params=params)
    return note


def _wrong(name: str, case: Case, want: Value, got: Value, params: dict[str, Any]) -> Finding:
    scale = case.scale.get(name, 1.0)
    if isinstance(want, (str, bool)) or want is None:
        params |= {"want": str(want), "got": _named(got) if isinstance(got, Foreign) else cleaned(str(got), most=100)}
        return Finding(case=case.name, answer=name, check="value", code="wrong-word", cost=Cost.CASE, params=params)
    worst = difference(want, got, scale)
    params |= {
        "index": list(worst.index), "got": worst.got, "want": worst.want, "wrong": worst.wrong, "of": worst.of,
    }  # fmt: skip
    code = "transposed" if is_transposed(want, got, scale) else "wrong"
    return Finding(case=case.name, answer=name, check="value", code=code, cost=Cost.CASE, params=params)


def _named(value: Value) -> str:
    return cleaned(value.what) if isinstance(value, Foreign) else type(value).__name__
