"""No attack comes through, at any isolation level that is meant to stop it, as root or as an ordinary user."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from hostile.arena import ROWS, Arena, Attack, Configuration, Outcome, attacks, harmless

AT_ONCE = 4
"""Most of a hang is waiting."""
ALL = {attack.name: attack for attack in attacks()}
RIGHT = {answer.name: answer for answer in harmless()}
CONFIGURATIONS = [Configuration(level, user) for level in (3, 2, 0) for user in ("root", "user")]
EVERYWHERE = "HOSTILE_EVERYWHERE" in os.environ
MUST_REACH = "HOSTILE_MUST_REACH" in os.environ
"""A level that cannot be had on this machine is a failure, and not a reason to skip."""
FALLS_MOST_OF = 0.7

Outcomes = Callable[[Configuration | None], dict[str, Outcome]]


def _pairs(of: dict[str, Attack]) -> list[object]:
    return [
        pytest.param(where, attack, id=f"{where}-{attack.name}")
        for where in CONFIGURATIONS
        for attack in of.values()
        if _is_tried(attack, where)
    ]


def _is_tried(attack: Attack, where: Configuration) -> bool:
    """Whether an attack is tried there; what is harmless is tried everywhere.

    What level 0 stops does not depend on the levels above it: it is tried at the lowest and at the highest, each as
    another user. All that has to hold is tried where HOSTILE_EVERYWHERE is set.
    """
    if EVERYWHERE or not attack.shows or attack.stopped_at > 0:
        return attack.stopped_at <= where.level
    return where in (Configuration(0, "root" if os.geteuid() == 0 else "user"), Configuration(3, "user"))


@pytest.fixture(scope="session")
def arena() -> Iterator[Arena]:
    with Arena() as arena:
        yield arena


@pytest.fixture(scope="session")
def outcomes(arena: Arena, request: pytest.FixtureRequest) -> Outcomes:
    """What the attacks of a configuration (None: the naive grader) came to: all that are asked for, at once."""
    kept: dict[Configuration | None, dict[str, Outcome] | str] = {}

    def wanted(where: Configuration | None) -> list[Attack]:
        asked = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]  # type: ignore[attr-defined]
        return [of["attack"] for of in asked if "attack" in of and of.get("where") == where]

    def run(where: Configuration | None) -> dict[str, Outcome] | str:
        if where is not None and (why := _why_not(arena, where)):
            return why
        these = wanted(where)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            done = pool.map(lambda a: arena.run_naive(a) if where is None else arena.run(a, where), these)
            return {attack.name: outcome for attack, outcome in zip(these, done, strict=True)}

    def outcomes(where: Configuration | None) -> dict[str, Outcome]:
        if where is not None and where.user == "root" and os.geteuid() != 0:
            pytest.skip("these tests do not run as root")
        if where not in kept:
            kept[where] = run(where)
        found = kept[where]
        if isinstance(found, str):
            (pytest.skip if found.startswith("only") and not MUST_REACH else pytest.fail)(found)
        return found

    return outcomes


def _why_not(arena: Arena, where: Configuration) -> str:
    """Why a configuration cannot be tried; nothing where it can."""
    right = next(iter(RIGHT.values()))
    outcome = arena.run(right, where)
    if outcome.report is None:
        return f"a right answer gets no report at {where}: {outcome.breaches}"
    reached = outcome.report.isolation
    if reached.level > where.level:
        return f"asked for {where}, got level {reached.level}"
    return f"only level {reached.level} can be had here: {reached.missing}" if reached.level < where.level else ""


@pytest.mark.parametrize(("where", "attack"), _pairs(ALL))
def test_attack_is_stopped(where: Configuration, attack: Attack, outcomes: Outcomes) -> None:
    outcome = outcomes(where)[attack.name]
    assert not outcome.breaches, f"{attack.tries}\n{outcome.breaches}\n{outcome.out[-1500:]}\n{outcome.err[-1000:]}"


@pytest.mark.parametrize(("where", "attack"), _pairs(RIGHT))
def test_harmless_answer_keeps_its_points(where: Configuration, attack: Attack, outcomes: Outcomes) -> None:
    outcome = outcomes(where)[attack.name]
    assert not outcome.breaches
    assert outcome.report is not None
    problem = next(problem for problem in outcome.report.problems if problem.id == "gate-mul")
    assert problem.points == 5, problem.findings[:2]


@pytest.mark.parametrize("attack", [pytest.param(attack, id=name) for name, attack in ALL.items() if attack.naive])
def test_the_naive_grader_falls(attack: Attack, outcomes: Outcomes) -> None:
    outcome = outcomes(None)[attack.name]
    said = outcome.out[-2000:] + outcome.err[-1000:]
    assert attack.shows in outcome.breaches, f"{attack.tries}\n{outcome.breaches}\n{said}"


def test_most_attacks_say_that_the_naive_grader_falls() -> None:
    assert sum(attack.naive for attack in ALL.values()) >= FALLS_MOST_OF * len(ALL)


def test_each_row_of_the_threat_table_has_attacks() -> None:
    rows = Counter(attack.row for attack in ALL.values())
    assert not [row for row in ROWS if rows[row] < 2]


def test_each_attack_says_what_it_tries() -> None:
    assert not [name for name, attack in ALL.items() if not attack.tries.endswith(".")]
