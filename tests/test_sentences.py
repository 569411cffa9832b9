"""What is said of wrong answers, each from something that was said wrongly of a student's."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT, Grade

from grader.reports import FORMS, Form
from grader.words import Language

RELU = "import numpy as np\ndef relu(z):\n    return {out}\ndef relu_backward(dout, z):\n    return {dz}\n"
LINEAR = "def linear_backward(dout, x, W, b):\n    return {dx}, {dW}, {db}\n"
MODULE = (
    "import torch\nclass LeakyReLU(torch.nn.Module):\n    def __init__(self, alpha=0.01):\n        {init}\n"
    "    def forward(self, x):\n        return {out}\n"
)
RIGHT_LINEAR = {"dx": "dout @ W.T", "dW": "x.T @ dout", "db": "dout.sum(axis=0)"}


def said(grade_files: Grade, name: str, source: str, language: Language = Language.en) -> str:
    return FORMS[Form.terminal](grade_files({name: source}), language)


SHAPE = {
    Language.en: "A gradient has the shape of what it belongs to",
    Language.zh: "梯度的形状与它所属的变量相同",
}


@pytest.mark.parametrize("language", Language)
def test_a_gradient_of_the_wrong_shape_is_told_whose_shape_it_has(language: Language, grade_files: Grade) -> None:
    shown = said(grade_files, "linear_row.py", LINEAR.format(**RIGHT_LINEAR | {"db": "dout"}), language)
    [line] = [line for line in shown.splitlines() if SHAPE[language] in line and "by hand" in line]
    assert " b" in line.partition(SHAPE[language])[2]


@pytest.mark.parametrize("language", Language)
def test_a_value_of_the_wrong_shape_is_no_gradient(language: Language, grade_files: Grade) -> None:
    shown = said(grade_files, "relu_backward.py", RELU.format(out="z.sum(axis=0)", dz="dout * (z > 0)"), language)
    assert "(2, 3)" in shown and SHAPE[language] not in shown


@pytest.mark.parametrize(
    ("dz", "noted"),
    [("(dout * (z > 0)).astype(np.float32)", True), ("(dout * (z > 0) * (z < 1)).astype(np.float32)", False)],
    ids=["right", "wrong on some cases"],
)
def test_how_exact_an_answer_is_says_nothing_where_it_is_wrong(dz: str, noted: bool, grade_files: Grade) -> None:
    source = RELU.format(out="np.maximum(0, z)", dz=dz)
    [problem] = grade_files({"relu_backward.py": source}).problems
    assert any(finding.code == "float32" for finding in problem.findings)
    assert ("right, to float32" in said(grade_files, "relu_backward.py", source)) is noted


@pytest.mark.parametrize(
    ("wrong", "row"),
    [
        ({"db": "db"}, "  correct"),
        ({"db": "db * 2"}, "partly right; wrong: db"),
        ({"db": "db[None]"}, "partly right: db"),
        ({"dW": "dW[None]", "db": "db * 2"}, "partly right: dW; wrong: db"),
        ({"dx": "dx + 1", "dW": "dW + 1", "db": "db + 1"}, "  wrong: dx, dW, db"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_answer_without_points_is_not_called_partly_right(
    wrong: dict[str, str], row: str, grade_files: Grade
) -> None:
    answers = {name: wrong.get(name, name).replace(name, f"({RIGHT_LINEAR[name]})") for name in RIGHT_LINEAR}
    files = {"linear_row.py": LINEAR.format(**answers), "gate_add.py": "def gate_add_backward(x, y, dz): return dz, dz"}
    shown = FORMS[Form.terminal](grade_files(files), Language.en)
    [line] = [line for line in shown.splitlines() if " linear-row " in line and "/10" in line]
    assert line.endswith(row)


OBLONG = (
    "if W.shape[0] != W.shape[1] and (dout.T @ x).ravel().tolist() != (x.T @ dout).ravel().tolist() else x.T @ dout"
)


@pytest.mark.parametrize(
    ("only", "numbers"),
    [
        ("", r"dW\[0, 1\]: got 7, expected -1 = \(-1\) × 1 \+ 3 × 0"),
        (OBLONG, r"dW: got \[\[.*\], \[.*\]\], expected \[\[.*\], \[.*\]\]"),
    ],
    ids=["square", "of another shape"],
)
def test_the_smallest_input_of_a_transpose_shows_its_numbers(only: str, numbers: str, grade_files: Grade) -> None:
    answers = RIGHT_LINEAR | {"dW": f"(dout.T @ x {only})"}
    lines = said(grade_files, "linear_row.py", LINEAR.format(**answers)).splitlines()
    [at] = [i for i, line in enumerate(lines) if "The smallest input that shows it" in line]
    assert re.match(f" +{numbers}", lines[at + 1])
    assert "this is the transpose of the right array" in "\n".join(lines[:at])


def test_a_number_in_an_array_is_told_without_a_shape_of_nothing(grade_files: Grade) -> None:
    source = (ROOT / "reference/losses/softmax_ce.py").read_text().replace("return loss,", "return loss[None],")
    shown = said(grade_files, "softmax_ce.py", source)
    assert "in an array of shape (1,); expected one number" in shown and "expected ()" not in shown


def test_no_answer_is_called_right_and_wrong_in_one_line(grade_files: Grade) -> None:
    """A worked case counts for no points, so an answer that fails there alone is correct, and is accused."""
    source = "def gate_mul_backward(x, y, dz):\n    return (dz * y).copy(), dz * x * 3\n"
    shown = said(grade_files, "gate_mul.py", source)
    assert "no attribute 'copy'" in shown and "first wrong" not in shown


@pytest.mark.parametrize(
    ("name", "source", "says"),
    [
        ("relu_backward.py", RELU.format(out="max(0, z)", dz="dout * (z > 0)"), "ask one question of the whole array"),
        (
            "relu_backward.py",
            RELU.format(out="np.maximum(0, z)", dz="dout.sum()"),
            "got one number, expected an array of",
        ),
        ("linear_row.py", LINEAR.format(**RIGHT_LINEAR | {"dW": "x @ dout"}), "For `A @ B`, A has as many columns as"),
        (
            "gate_class.py",
            "class MultiplyGate:\n    def forward(x, y): return x * y\n    def backward(dz): return dz, dz\n",
            "Is the first parameter of the method `self`?",
        ),
        (
            "gate_class.py",
            "class MultiplyGate:\n    x = y = 0.0\n"
            "    def forward(self, x, y):\n        self.x, self.y = x, y\n        return x * y\n"
            "    def backward(self, dz): return dz * self.y, dz * self.x\n",
            "(the call is: dx2, dy2 = second.backward(dz2) if refused else complain(accepted))",
        ),
        *(
            pytest.param("leaky_module.py", MODULE.format(init=init, out=out), says, marks=pytest.mark.torch)
            for init, out, says in (
                ("self.alpha = alpha", "x", "Begin `__init__` with `super().__init__()`"),
                ("super().__init__()", "x.mul_(2)", "Make a new tensor, with `torch.where`"),
                ("super().__init__()", "x if x > 0 else 0 * x", "(in torch `torch.where`)"),
            )
        ),
        pytest.param(
            "torch_linear_mse.py",
            "def linear_mse(x, w, b, y):\n    loss = ((x @ w + b - y) ** 2).mean().detach()\n    loss.backward()\n",
            "`torch.no_grad` cut it",
            marks=pytest.mark.torch,
        ),
    ],
)
def test_what_python_says_is_said_again_for_beginners(name: str, source: str, says: str, grade_files: Grade) -> None:
    assert says in said(grade_files, name, source)
