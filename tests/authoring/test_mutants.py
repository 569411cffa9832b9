"""Mutants: which there are of a source, and what they cost somebody who hands them in."""

from __future__ import annotations

import ast

import pytest
from conftest import HAS_TORCH, ROOT, Grade

from grader.authoring.mutants import mutants
from grader.authoring.strong import trials
from grader.authoring.validate import candidate_of
from grader.course import read_course
from grader.sandbox.zygotes import Zygotes

COURSE = read_course(ROOT)
EVERY = 10
"""Of the mutants of a problem, one in so many is handed in here; `make soak` hands in all."""


def changed(line: str, **arrays: list[str]) -> list[str]:
    """What becomes of the last line of a function of x, W and dout."""
    source = f"import numpy as np\n\ndef f(x, W, dout):\n    N = len(x)\n    {line}\n"
    return [mutant.now for mutant in mutants(source, ["f"], arrays) if mutant.line == 5]


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("return dout @ W.T", ["return dout @ W", "return W.T @ dout", "return dout * W.T", "return x @ W.T"]),
        ("return x.sum(axis=0)", ["return x.mean(axis=0)", "return x.sum()", "return x.sum(axis=1)", "return x"]),
        ("return x.max(axis=1, keepdims=True)", ["return x.max(axis=1)", "return x.min(axis=1, keepdims=True)"]),
        ("return dout * x", ["return dout", "return x", "return dout / x", "return x * (dout * x)"]),
        ("return dout * x", ["return 2 * (dout * x)", "return -(dout * x)", "return dout * W"]),
        ("return x - W", ["return x", "return W", "return x + W", "return W - x", "return -(x - W)"]),
        ("return 0.5 * x", ["return 1.0 * x", "return x"]),
        ("return dout * (x > 0)", ["return dout * (x >= 0)", "return dout * (x < 0)", "return dout * (x > 1)"]),
        ("return np.where(x > 0, x, W)", ["return np.where(x > 0, W, x)", "return x", "return W"]),
        ("return np.maximum(0, x)", ["return np.minimum(0, x)", "return x", "return np.maximum(1, x)"]),
        ("return x / N", ["return x / (N - 1)", "return x", "return x * N", "return x / N ** 2"]),
        ("return x**2", ["return x ** 4", "return x ** 1", "return W ** 2"]),
        ("return x[1:]", ["return x[0:]", "return x[2:]"]),
        ("return dout, x", ["return (x, dout)", "return (-dout, x)", "return (dout, 2 * x)"]),
        ('return {"W": W, "x": x}', ["return {'W': x, 'x': W}", "return {'W': -W, 'x': x}"]),
        ("x += dout", ["x = dout", "x -= dout", "pass  # x += dout"]),
        ("return np.outer(dout, x)", ["return np.outer(x, dout)", "return np.outer(dout, W)"]),
        ("return np.exp(-x)", ["return -x", "return np.exp(x)"]),
        ("return dout if N > 1 else x", ["return x if N > 1 else dout", "return dout if N >= 1 else x"]),
    ],
)
def test_mistakes_of_every_kind_are_made(line: str, some: list[str]) -> None:
    assert [one for one in some if one not in changed(line)] == []


def test_an_argument_is_changed_after_the_answer_is_known() -> None:
    assert "_right = dout * x; x *= 2; return _right" in changed("return dout * x", f=["x"])


def test_state_of_objects_becomes_state_of_their_class() -> None:
    source = "class Gate:\n    def forward(self, x):\n        self.x = x\n        return x\n"
    [shared] = [mutant for mutant in mutants(source, ["Gate"], {}) if mutant.kind == "state"]
    assert (shared.line, shared.column, shared.now) == (3, 9, "type(self).x = x")


@pytest.mark.parametrize(
    "source",
    [
        'def f(x):\n    """Return 2 * x."""\n    pass\n',
        "def other(x):\n    return 2 * x\n\ndef f(x):\n    pass\n",
        "def f(x):\n    a = x\n    b, c = a, a\n    raise NotImplementedError\n",
    ],
    ids=["docstring", "what is not called", "aliases"],
)
def test_what_changes_nothing_is_left_alone(source: str) -> None:
    assert mutants(source, ["f"], {}) == []


def test_masks_are_not_squared_and_equal_values_not_swapped() -> None:
    assert "return (x > 0) * (dout * (x > 0))" not in changed("return dout * (x > 0)")
    source = "def f(x):\n    a, b = x, x\n    return a, b\n"
    assert "return (b, a)" not in [mutant.now for mutant in mutants(source, ["f"], {})]


def test_no_two_mutants_are_equal_and_each_is_python() -> None:
    for name in (name for name in COURSE.ids if not COURSE.problem(name).forward_only):
        source = COURSE.reference(name).read_text(encoding="utf-8")
        sources = [mutant.source for mutant in mutants(source, COURSE.problem(name).functions, {})]
        assert len({ast.dump(ast.parse(each)) for each in sources}) == len(sources) > 0


@pytest.mark.parametrize("name", COURSE.ids)
def test_mutants_that_are_handed_in_lose_points(name: str, zygotes: Zygotes, grade_files: Grade) -> None:
    if COURSE.problem(name).package == "torch" and not HAS_TORCH:
        pytest.skip("torch is not installed")
    wrong = [trial.mutant for trial in trials(candidate_of(COURSE, name, zygotes)) if trial.case is not None]
    unpunished = []
    for mutant in wrong[::EVERY]:
        [problem] = grade_files({f"{name.replace('-', '_')}.py": mutant.source}).problems
        if problem.points >= problem.of:
            unpunished.append(mutant.now)
    assert unpunished == []
    assert wrong
