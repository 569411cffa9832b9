"""The ladder of small inputs, and the smallest that shows a mistake."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from conftest import HAS_TORCH, ROOT

from grader.compare import Band, band, leaves
from grader.course import read_course
from grader.ladder import draw_rungs
from grader.model import Case, Prepared
from grader.programs import clues, prepared
from grader.sandbox import Zygotes

COURSE = read_course(ROOT)


def every_problem() -> list[object]:
    marks = {"numpy": [], "torch": [pytest.mark.torch, pytest.mark.skipif(not HAS_TORCH, reason="torch is missing")]}
    return [pytest.param(name, marks=marks[COURSE.problem(name).package]) for name in COURSE.ids]


@pytest.fixture(scope="module")
def ladder(zygotes: Zygotes) -> Callable[[str], tuple[Prepared, list[Case]]]:
    def get(name: str) -> tuple[Prepared, list[Case]]:
        problem = prepared(COURSE, name, zygotes)
        return problem, list(clues(COURSE, problem, zygotes).ladder)

    return get


@pytest.mark.parametrize("name", every_problem())
def test_what_is_worked_out_by_hand_is_the_wanted_answer(name: str, ladder: Callable) -> None:
    problem, rungs = ladder(name)
    told = {answer for rung in rungs for answer in rung.worked}
    assert told == {answer for answer, asked in COURSE.problem(name).answers.items() if asked.worked}
    gradients = {answer for answer, asked in problem.answers.items() if asked.slope_of}
    assert gradients <= told
    for rung in rungs:
        for answer in told & rung.worked.keys():
            upstream, local = map(np.asarray, rung.worked[answer])
            product = upstream * local
            axes = tuple(range(product.ndim - np.ndim(rung.want[answer])))
            total, scale = product.sum(axis=axes), rung.scale[answer]
            near = [band(leaf.want, leaf.got, scale) for leaf in leaves(rung.want[answer], total)]
            assert Band.WRONG not in near, (rung.name, answer, rung.inputs)


@pytest.mark.parametrize("name", every_problem())
def test_the_ladder_goes_from_small_to_large_and_is_always_the_same(name: str) -> None:
    problem = COURSE.problem(name)
    rungs = [case for case, _ in draw_rungs(problem)]
    again = [case for case, _ in draw_rungs(problem)]
    assert 40 <= len(rungs) <= 120
    assert repr([case.inputs for case in rungs]) == repr([case.inputs for case in again])
    first = [value for value in rungs[0].inputs.values() if isinstance(value, (float, np.ndarray))]
    assert all(np.size(value) <= 6 for value in first)
