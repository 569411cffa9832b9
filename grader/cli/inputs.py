"""Inputs of a graph that are given on the command line, as in `x=-2,dz=[[1, 2]]`; the others are a case's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.cases import draw_cases
from grader.cleaning import cleaned
from grader.drawing import declared_shape
from grader.errors import UserError, nearest
from grader.graph import Evaluated, Graph, evaluated
from grader.model import Case
from grader.parts import Integers
from grader.problem import Problem

ENTRIES_MOST = 1000
"""Of each input: two of so many may have a product of a million, which is computed at once."""
BETWEEN = re.compile(r",(?=\s*[A-Za-z_]\w*\s*=)")
"""The comma between two inputs, which no list has in it."""


def worked_case(problem: Problem, seed: str) -> Case:
    """The first visible case, which is made to be worked by hand; else the first there is."""
    cases = draw_cases(problem, seed)
    return next((case for case in cases if case.visible), cases[0])


def replaced(problem: Problem, graph: Graph, inputs: Mapping[str, Any], given: str | None) -> dict[str, Any]:
    """The inputs of a graph, with those that are given in the place of a case's. Raises UserError."""
    used = [*graph.inputs, *graph.upstream.values()]
    values = {name: inputs[name] for name in used}
    for part in BETWEEN.split(given) if given is not None else ():
        name, _, text = (each.strip() for each in part.partition("="))
        if name not in values:
            raise UserError("at-no-such-input", name=cleaned(name), names=used, near=nearest(name, used))
        values[name] = _value(name, text, whole=isinstance(problem.inputs[name], Integers))
    return values


def _value(name: str, text: str, *, whole: bool) -> Any:
    """A number or an array of numbers; whole ones where the problem has such."""
    try:
        array = np.array(json.loads(text))
    except (ValueError, RecursionError):
        array = np.array(None)
    if (
        array.size == 0
        or array.dtype.kind not in "if"
        or not np.isfinite(array).all()
        or (whole and (array.dtype.kind != "i" or (array < 0).any()))
    ):
        raise UserError("at-no-integer" if whole else "at-no-number", name=name, text=cleaned(text))
    if array.size > ENTRIES_MOST:
        raise UserError("at-too-many", name=name, count=array.size, most=ENTRIES_MOST)
    return array if whole else array.astype(np.float64)


def numbers_of(problem: Problem, graph: Graph, inputs: Mapping[str, Any]) -> Evaluated:
    """The graph with these inputs. Raises UserError where they do not go together."""
    try:
        if _fit(problem, inputs):
            return evaluated(graph, inputs)
    except IndexError:
        whole = [name for name in inputs if isinstance(problem.inputs[name], Integers)]
        raise UserError("at-no-such-class", names=whole) from None
    except ValueError:  # shapes that numpy cannot combine
        pass
    declared = {name: declared_shape(problem.inputs[name]) or [] for name in inputs}
    raise UserError(
        "at-does-not-fit",
        got=[f"{name} {_tuple(np.shape(value))}" for name, value in inputs.items()],
        want=[f"{name} {_tuple(shape)}" for name, shape in declared.items()],
    )


def _fit(problem: Problem, inputs: Mapping[str, Any]) -> bool:
    """Whether shapes are as declared, each size the same everywhere; single numbers may stand for all arrays alike."""
    sizes: dict[int | str, int | None] = {}
    for name, value in inputs.items():
        declared, shape = declared_shape(problem.inputs[name]), np.shape(value)
        if declared is None:
            continue
        if len(shape) not in (0, len(declared)):
            return False
        for entry, size in zip(declared, shape or [None] * len(declared), strict=True):
            if sizes.setdefault(entry, entry if isinstance(entry, int) else size) != size:
                return False
    return True


def _tuple(shape: Any) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
