"""Seven kinds of wrong or less than right, each told from the others and named by the check that sees it."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Grade
from test_golden import SUBMISSIONS

# golden file -> the check, its code, the named mistake
KINDS: dict[str, tuple[str, str, Any]] = {
    "linear/linear_row/wrong_db_axis_kept": ("form", "reshaped", ("D5", "kept-axis", True, "db")),
    "linear/linear_row/wrong_dW_transposed": ("form", "transposed", ("D1", "transposed", True, "dW")),
    "activations/sigmoid_backward/right_float32": ("value", "float32", ("H4", "float32", True, "out")),
    "activations/tanh_backward/right_central_differences": ("value", "like-numeric", None),
    "losses/softmax_ce/wrong_overflow": ("finite", "not-finite", ("H1", "overflow", True, "loss")),
    "activations/relu_backward/wrong_one_at_zero": ("value", "wrong", ("E3", "kink-convention", True, "dz")),
    "gates/gate_mul/wrong_argument_changed": (
        "arguments",
        "argument-changed",
        ("I1", "argument-changed", True, None),
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_each_is_named_by_its_check(grade_files: Grade, name: str) -> None:
    check, code, mistake = KINDS[name]
    file = SUBMISSIONS / f"{name}.py"
    [problem] = grade_files({f"{file.parent.name}.py": file}).problems
    first = problem.findings[0]
    assert (first.check, first.code) == (check, code)
    named = [(d.code, d.name, d.certain, d.answer) for d in problem.diagnoses]
    assert named[:1] == ([mistake] if mistake else [])


def test_a_transposed_square_gradient_has_the_right_shape_and_is_named(grade_files: Grade) -> None:
    file = SUBMISSIONS / "linear/linear_row/wrong_dW_transposed.py"
    [problem] = grade_files({"linear_row.py": file}).problems
    [square] = [f for f in problem.findings if f.case == "square" and f.answer == "dW" and f.cost == "case"]
    assert (square.check, square.code) == ("value", "transposed")


def test_a_mask_wrong_only_at_zero_fails_only_cases_with_zeros(grade_files: Grade) -> None:
    file = SUBMISSIONS / "activations/relu_backward/wrong_one_at_zero.py"
    [problem] = grade_files({"relu_backward.py": file}).problems
    failed = [case for case in problem.cases if case.verdict != "correct"]
    assert failed
    assert all(case.edge for case in failed)
