"""Every bug of every problem is caught by a case that counts, and recognised as itself or its twin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import HAS_TORCH, ROOT

from grader.checks import checked
from grader.course import read_course
from grader.diagnosis import diagnose
from grader.model import Answer, Bug, Case, Cost, Finding, Prepared
from grader.programs import clues, prepared
from grader.sandbox import Zygotes

COURSE = read_course(ROOT)
EVERY = [(name, i) for name in COURSE.ids for i in range(len(COURSE.problem(name).bugs))]


def label(name: str, i: int) -> str:
    return f"{name}-{i}-{COURSE.problem(name).bugs[i].is_}"


@pytest.fixture(scope="module")
def ready(zygotes: Zygotes) -> Callable[[str], Prepared]:
    kept: dict[str, Prepared] = {}

    def get(name: str) -> Prepared:
        if COURSE.problem(name).package == "torch" and not HAS_TORCH:
            pytest.skip("torch is not installed")
        if name not in kept:
            kept[name] = prepared(COURSE, name, zygotes)
        return kept[name]

    return get


def handed_in(bug: Bug, problem: Prepared) -> list[tuple[Case, Answer]]:
    """What a student with this bug answers, who has everything else right."""
    return [
        (case, Answer({**{k: v for k, v in case.want.items() if k not in bug.answers}, **values}))
        for case, values in zip(problem.cases, bug.values, strict=True)
    ]


def found(problem: Prepared, pairs: list[tuple[Case, Answer]]) -> list[Finding]:
    return [finding for name in problem.answers for pair in pairs for finding in checked(name, *pair)]


@pytest.mark.parametrize(("name", "i"), EVERY, ids=[label(*pair) for pair in EVERY])
def test_every_bug_is_caught_and_recognised(
    name: str, i: int, ready: Callable[[str], Prepared], zygotes: Zygotes
) -> None:
    problem = ready(name)
    known = clues(COURSE, problem, zygotes).bugs
    bug = known[i]
    pairs = handed_in(bug, problem)
    findings = found(problem, pairs)
    counts = {case.name for case in problem.cases if not case.visible}
    costly = [finding for finding in findings if finding.cost is not Cost.NOTHING and finding.case in counts]
    assert costly, "no case that counts catches it"
    diagnoses = diagnose(findings, known, problem.answers, pairs)
    first = [diagnosis for diagnosis in diagnoses if diagnosis.answer == diagnoses[0].answer]
    twins = {bug.name, bug.twin} | {other.name for other in known if other.twin == bug.name}
    assert {diagnosis.name for diagnosis in first} <= twins
    assert bug.name in {diagnosis.name for diagnosis in first}
