"""Every bug of every problem, diagnosed without the problem's own list: never a wrong name as certain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from conftest import HAS_TORCH, ROOT, Grade

from grader.authoring.strong import handed_in
from grader.checks import checked
from grader.course import read_course
from grader.diagnosis import diagnose
from grader.diagnosis.families import code_of
from grader.diagnosis.signatures import SIGNATURES, recognised
from grader.diagnosis.signatures.views import near
from grader.model import Answer, Asked, Bug, Case, Prepared
from grader.preparing import clues, prepared
from grader.sandbox.zygotes import Zygotes

COURSE = read_course(ROOT)
CERTAIN_LEAST, NAMED_LEAST = 0.29, 0.46
"""The shares of all bugs that are named as certain, and that are named at all, their own name being among them."""


Known = list[tuple[Prepared, Sequence[Bug]]]


@pytest.fixture(scope="module")
def known_bugs(zygotes: Zygotes) -> Known:
    names = [name for name in COURSE.ids if HAS_TORCH or COURSE.problem(name).package != "torch"]
    all_ready = [prepared(COURSE, name, zygotes) for name in names]
    return [(ready, clues(COURSE, ready, zygotes).bugs) for ready in all_ready]


def own_codes(known: Sequence[Bug], bug: Bug) -> set[str]:
    """The code of a bug, and those of the bugs that no input tells from it."""
    twins = {other.code for other in known if other.twin == bug.name}
    return {bug.code, *twins} | ({code_of(bug.twin)} if bug.twin else set())


def named_without_the_list(ready: Prepared, bug: Bug) -> dict[str, bool]:
    pairs = handed_in(bug, ready.cases)
    findings = [finding for name in ready.answers for pair in pairs for finding in checked(name, *pair)]
    diagnoses = diagnose(findings, [], ready.answers, pairs)
    first = next(name for name in ready.answers if name in bug.answers)
    return {diagnosis.code: diagnosis.certain for diagnosis in diagnoses if diagnosis.answer == first}


def test_no_bug_gets_a_wrong_name_as_certain_and_many_get_their_own(known_bugs: Known) -> None:
    came: Counter[str] = Counter()
    wrong = []
    for ready, known in known_bugs:
        for i, bug in enumerate(known):
            named, own = named_without_the_list(ready, bug), own_codes(known, bug)
            certain = [code for code, sure in named.items() if sure]
            wrong += [(ready.id, i, bug.code, code) for code in certain if code not in own]
            came["certain"] += bool(certain)
            came["named"] += bool(own & named.keys())
    count = sum(len(known) for _, known in known_bugs)
    assert wrong == []
    assert came["certain"] / count >= CERTAIN_LEAST
    assert came["named"] / count >= NAMED_LEAST


def test_every_signature_has_a_family_and_its_own_code() -> None:
    assert [code_of(code) for code in SIGNATURES] == [*SIGNATURES]


def cases(*shapes: tuple[int, int]) -> list[Case]:
    """Ordinary cases of a problem that asks for dz = dout * (1 - z), where N samples have M entries."""
    rng = np.random.default_rng(0)
    made = []
    for i, (n, m) in enumerate(shapes):
        z, dout = rng.standard_normal((n, m)), rng.standard_normal((n, m))
        inputs = {"N": n, "M": m, "z": z, "dout": dout, "lam": 0.1 * (i + 1)}
        made.append(Case(f"generic {i}", "", inputs, want={"dz": dout * (1 - z)}, scale={"dz": 1.0}))
    return made


def named(wrong: str, *shapes: tuple[int, int]) -> dict[str, bool]:
    """What is recognised in a wrong answer, an expression over a case's inputs and the right dz."""
    pairs = [
        (case, Answer({"dz": eval(wrong, {"np": np, **case.inputs, **case.want})}))
        for case in cases(*(shapes or ((2, 3), (4, 6), (5, 2))))
    ]
    return recognised("dz", Asked(weight=1.0, upstream="dout"), pairs)


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ("dz", {}),
        ("N * dz", {"A1": True}),
        ("dz / N", {"A2": True}),
        ("dz / M", {"A3": True}),
        ("dz / (N * M)", {"A3": True}),
        ("2 * dz", {"A4": False}),
        ("-dz", {"A5": True}),
        ("dz - lam * z", {"A6": False, "A7": False}),
        ("dz - 2 * lam * z", {"A7": False, "A8": False}),
        ("1 - z", {"B1": True}),
        ("dout", {"B2": True}),
        ("dz * z", {"B11": False}),
        ("dz.sum()", {"D6": True}),
        ("dz[None]", {"D5": True}),
        ("dz.T", {"D1": True}),
        ("np.trunc(dz)", {"H3": True}),
        ("np.round(dz, 3)", {"H6": True}),
        ("np.ones_like(z)", {}),
        ("np.zeros_like(z)", {}),
        ("dz + 1e-5", {}),
        ("1.7 * dz", {}),
    ],
)
def test_what_a_mistake_does_to_the_numbers_gives_it_away(wrong: str, codes: dict[str, bool]) -> None:
    assert named(wrong) == codes


def test_a_size_is_told_from_a_number_by_two_cases_of_different_sizes() -> None:
    assert named("2 * dz", (2, 3), (2, 5)) == {"A1": False, "A4": False}
    assert named("2 * dz", (2, 3), (3, 4)) == {"A4": False}
    assert not any(named("N * dz", (2, 3)).values())


def test_one_case_more_where_it_does_not_hold_is_enough_against_it() -> None:
    pairs = [(case, Answer({"dz": -case.want["dz"]})) for case in cases((2, 3), (4, 6), (5, 2))]
    asked = Asked(weight=1.0, upstream="dout")
    assert recognised("dz", asked, pairs) == {"A5": True}
    [*rest, (last, _)] = pairs
    assert recognised("dz", asked, [*rest, (last, Answer(last.want))]) == {}


def test_nothing_is_recognised_where_an_ordinary_case_has_no_answer() -> None:
    [(case, _), *rest] = [(case, Answer({"dz": -case.want["dz"]})) for case in cases((2, 3), (4, 6), (5, 2))]
    assert recognised("dz", Asked(weight=1.0), [(case, Answer()), *rest]) == {}


def test_arrays_of_other_shapes_are_never_near() -> None:
    assert not near(np.zeros((3, 1)), np.zeros(3), 1.0)


def test_a_signature_is_named_in_a_report(grade_files: Grade) -> None:
    source = "def linear_backward(dout, x, W, b):\n    return dout @ W.T, x.T @ dout / (D * D), dout.sum(axis=0)\n"
    source = source.replace("(D * D)", "x.shape[1] / W.shape[1]")
    [problem] = grade_files({"linear_row.py": source}).problems
    assert [(d.code, d.certain, d.answer) for d in problem.diagnoses] == [("A3", True, "dW")]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("import numpy as np\n\nrng = np.random.default_rng()\n\n\ndef gate_mul_backward(x, y, dz):\n"
         "    return dz * y * (rng.random() + 1), dz * x\n", "I4"),
        ("kept = []\n\n\ndef gate_mul_backward(x, y, dz):\n    kept.append(0)\n"
         "    return dz * y * len(kept), dz * x\n", "I3"),
    ],
)  # fmt: skip
def test_chance_is_told_from_what_is_kept(grade_files: Grade, source: str, code: str) -> None:
    [problem] = grade_files({"gate_mul.py": source}).problems
    assert code in {d.code for d in problem.diagnoses if d.answer == "dx"}
    assert {"I3": "I4", "I4": "I3"}[code] not in {d.code for d in problem.diagnoses}
