"""Graphs: what their text may say, values and gradients held against torch and slopes, and `grade graph`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from conftest import HAS_TORCH, ROOT
from test_bad_input import grade

from grader.course import read_course
from grader.graph import Graph, evaluated
from grader.graph_text import GraphFault, read_graph
from grader.operations import OPERATIONS
from grader.preparing import prepared
from grader.sandbox.zygotes import Zygotes

COURSE = read_course(ROOT)


def asked(of: str | None = None, along: str | None = None, upstream: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(slope_of=of, along=along, upstream=upstream)


def of(text: str, inputs: str, upstream: str | None = None) -> Graph:
    """The graph of a text over inputs of one letter, ending in f."""
    return read_graph(text, [*inputs, "df"], {"answer": asked("f", inputs[0], upstream)})


NINE = "f = 0.5 * (sigmoid(w * x + b) - y) ** 2 + 0.5 * w ** 2"
"""The graph of the third lecture in one line: its u9 is called f."""


# --- the text ---------------------------------------------------------------------------------------------


def test_the_nine_nodes_of_the_lecture_in_their_order_with_their_children() -> None:
    graph = of(NINE, "wbxy")
    assert [node.name for node in graph.nodes] == ["w", "x", "b", "y", *(f"u{i}" for i in range(1, 9)), "f"]
    assert [node.formula for node in graph.nodes[4:]] == [
        "w × x", "u1 + b", "sigmoid(u2)", "u3 - y", "u4²", "½ × u5", "w²", "½ × u7", "u6 + u8",
    ]  # fmt: skip
    children = {node.name: graph.children(node.name) for node in graph.nodes}
    assert children == {
        "w": ["u1", "u7"], "x": ["u1"], "b": ["u2"], "y": ["u4"], "u1": ["u2"], "u2": ["u3"], "u3": ["u4"],
        "u4": ["u5"], "u5": ["u6"], "u6": ["f"], "u7": ["u8"], "u8": ["f"], "f": [],
    }  # fmt: skip


def test_names_that_are_taken_are_not_given_again() -> None:
    graph = read_graph("u2 = u1 * u1 + 1\nf = exp(u2)", ["u1"], {"du1": asked("f", "u1")})
    assert [node.name for node in graph.nodes] == ["u1", "u3", "u2", "f"]


def test_constants_are_part_of_their_operation() -> None:
    graph = of("f = 1 - 2 * 3 * x / 4 + (-0.5)", "x")
    assert [node.sign for node in graph.nodes] == ["", "× 6", "÷ 4", "1 −", "+ -0.5"]
    assert evaluated(graph, {"x": 2.0}).values["f"] == -2.5


def test_answers_stand_at_their_nodes() -> None:
    answers = {
        "L": asked(),
        "W1": asked("L", "W1"),
        "dz1": asked(),
        "dh": asked(),
        "x": asked("L", "x"),
        "other": asked("L", "elsewhere"),
    }
    graph = read_graph("z1 = W1 @ x\nL = sum(z1)", ["W1", "x"], answers)
    assert {name: (spot.node, spot.of) for name, spot in graph.answers.items()} == {
        "L": ("L", "value"),
        "W1": ("W1", "gradient"),
        "dz1": ("z1", "gradient"),
        "x": ("x", "gradient"),
    }


WRONG = {
    "f = q * x": 'line 1 of it: "q": no node above, and no input that is a number or an array.',
    "zz = x + 1\nf = z * y": 'line 2 of it: "z": no node above, and no input that is a number or an array. '
    'Did you mean "zz"?',
    "f = sigmiod(x)": 'line 1 of it: "sigmiod": no such function. Did you mean "sigmoid"?',
    "f = (x": "line 1 of it is not Python: '(' was never closed",
    "x + y": "line 1 of it: not an assignment to one name, such as `q = x + y`",
    "f, g = x, y": "line 1 of it: not an assignment to one name, such as `q = x + y`",
    "x = x + 1": 'line 1 of it: "x" is an input of the problem; call it something else',
    "q = x + 1\nq = q + 1": 'line 2 of it: "q" is assigned twice; every node has a name of its own',
    "f = 3": 'line 1 of it: "f" is a constant; write it where it is used',
    "f = x": 'line 1 of it: "f" is another name for what has one; use that',
    "q = x * y": '"q" leads to nothing: a graph ends in "f", which `answers` ask for',
    "q = x * y\nf = x + y": '"q" leads to nothing: a graph ends in "f", which `answers` ask for',
    "f = np.exp(x)": "line 1 of it: `np.exp(x)`: only names, numbers, + - * / ** @, .T and functions by their bare"
    " name",
    "f = x if x else y": "line 1 of it: `x if x else y`: only names, numbers, + - * / ** @, .T and functions by their"
    " bare name",
    "f = x * True": "line 1 of it: `True`: only names, numbers, + - * / ** @, .T and functions by their bare name",
    "f = x * 1e400": "line 1 of it: `1e309`: only names, numbers, + - * / ** @, .T and functions by their bare name",
    "f = x ** y": "line 1 of it: the exponent of ** is a number",
    "f = exp(x, y)": "line 1 of it: exp takes 1 inputs, here it has 2",
    "f = sum(x, axes=0)": 'line 1 of it: "axes": no such argument of sum. Did you mean "axis"?',
    "f = exp(x, axis=0)": 'line 1 of it: "axis": no such argument of exp.',
    "f = sum(x, axis=y)": "line 1 of it: axis of sum is a whole number, True or False",
    "f = sum(x, axis={[]: 1})": "line 1 of it: axis of sum is a whole number, True or False",
    f"f = sum(x, axis={10**30})": "line 1 of it: axis of sum is a whole number, True or False",
    "f = x + 1 / 0": "line 1 of it: divide of 1.0, 0.0 is no number",
    "f = x + (-8) ** 0.5": "line 1 of it: sqrt of -8.0 is no number",
    "f = x * 1e200 ** 2": "line 1 of it: square of 1e+200 is no number",
    "f = x + softmax(3)": "line 1 of it: softmax of 3.0 is no number",
    "f = x + cross_entropy(3, 4)": "line 1 of it: cross_entropy of 3.0, 4.0 is no number",
    "f = x + 2 @ 3": "line 1 of it: matmul of 2.0, 3.0 is no number",
    "": "computes nothing",
    "f = " + "-" * 5000 + "x": "too deeply nested; name a part of it",
    "f = " + " + ".join(["x"] * 102): "line 1 of it: more than 100 nodes",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:30])
def test_a_text_that_is_no_graph_is_told_why(text: str) -> None:
    with pytest.raises(GraphFault) as fault:
        of(text, "xy")
    assert str(fault.value) == WRONG[text]


def test_what_a_text_says_is_never_run(tmp_path: Path) -> None:
    with pytest.raises(GraphFault):
        of(f"f = __import__('pathlib').Path({str(tmp_path / 'run')!r}).touch()", "x")
    assert not (tmp_path / "run").exists()


# --- values and gradients ---------------------------------------------------------------------------------

SHAPES: dict[str, dict[str, tuple[int, ...]]] = {
    "f = x + y": {"x": (3, 4), "y": (4,)},
    "f = x - y": {"x": (3, 1), "y": (3, 4)},
    "f = x * y": {"x": (3, 4), "y": ()},
    "f = x / y": {"x": (3, 4), "y": (3, 1)},
    "f = 2 / x": {"x": (3, 4)},
    "f = x ** -1.5": {"x": (3, 4)},
    "f = x ** 2": {"x": (3, 4)},
    "f = sqrt(x)": {"x": (3, 4)},
    "f = -x": {"x": ()},
    "f = max(x, y)": {"x": (3, 4), "y": (3, 4)},
    "f = maximum(1, x)": {"x": (3, 4)},
    "f = exp(x) * log(x)": {"x": (3, 4)},
    "f = tanh(x) - sigmoid(x)": {"x": (3, 4)},
    "f = relu(x - 1)": {"x": (3, 4)},
    "f = leaky_relu(x - 1, y)": {"x": (3, 4), "y": ()},
    "f = sum(x, axis=1)": {"x": (3, 4)},
    "f = mean(x, axis=0, keepdims=True)": {"x": (3, 4)},
    "f = mean(x) * sum(x)": {"x": (3, 4)},
    "f = x @ y": {"x": (3, 4), "y": (4, 2)},
    "f = x @ y * 1": {"x": (3, 4), "y": (4,)},
    "f = 1 * (x @ y)": {"x": (4,), "y": (4, 2)},
    "f = 2 * (x @ y)": {"x": (4,), "y": (4,)},
    "f = x.T @ x": {"x": (3, 4)},
    "f = softmax(x)": {"x": (3, 4)},
    "f = softmax(x) * 1": {"x": (4,)},
    "f = cross_entropy(softmax(x), l)": {"x": (3, 4)},
    "f = cross_entropy(softmax(x), softmax(y))": {"x": (3, 4), "y": (3, 4)},
    "f = x * x * x": {"x": (3,)},
    "f = 0.5 * (sigmoid(w * x + b) - y) ** 2 + 0.5 * w ** 2": {"w": (), "x": (), "b": (), "y": ()},
}
"""Every operation, broadcast and not; all inputs are positive, and none is near a kink."""
LABELS = np.array([2, 0, 3])


def numbers(text: str) -> tuple[Graph, dict[str, Any]]:
    rng = np.random.default_rng(len(text))
    inputs: dict[str, Any] = {name: rng.uniform(0.5, 1.5, shape) for name, shape in SHAPES[text].items()}
    inputs["l"] = LABELS
    return of(text, "".join(SHAPES[text]) + "l", "df"), inputs | {"df": 0.0}


def with_upstream(graph: Graph, inputs: dict[str, Any]) -> dict[str, Any]:
    value = evaluated(replace(graph, upstream={}), inputs).values["f"]
    return inputs | {"df": np.random.default_rng(7).normal(size=value.shape)}


def test_every_operation_is_tried() -> None:
    used = {node.operation for text in SHAPES for node in numbers(text)[0].nodes}
    assert used == {*OPERATIONS, None}


@pytest.mark.torch
@pytest.mark.parametrize("text", SHAPES)
def test_gradients_are_those_of_autograd(text: str) -> None:
    import torch
    from torch.nn import functional

    graph, inputs = numbers(text)
    inputs = with_upstream(graph, inputs)
    tensors = {name: torch.tensor(inputs[name], requires_grad=True) for name in SHAPES[text]}

    def mean_or_sum(function: Any) -> Any:
        return lambda x, axis=None, keepdims=False: (
            function(x) if axis is None else function(x, dim=axis, keepdim=keepdims)
        )

    def cross_entropy(p: Any, y: Any) -> Any:
        rows = functional.one_hot(y, p.shape[-1]) if y.dtype == torch.int64 else y
        return -(rows * torch.log(p)).sum() / len(p)

    as_tensor = {name: getattr(torch, name) for name in ("sqrt", "exp", "log", "tanh", "sigmoid", "relu")} | {
        "maximum": lambda x, y: torch.maximum(torch.as_tensor(x, dtype=torch.float64), y),
        "max": torch.maximum,
        "leaky_relu": lambda x, y: torch.where(x > 0, x, y * x),
        "sum": mean_or_sum(torch.sum),
        "mean": mean_or_sum(torch.mean),
        "softmax": lambda x: torch.softmax(x, dim=-1),
        "cross_entropy": cross_entropy,
    }
    wanted = eval(text.removeprefix("f = "), {**as_tensor, **tensors, "l": torch.tensor(LABELS)})
    got = evaluated(graph, inputs)
    np.testing.assert_allclose(got.values["f"], wanted.detach().numpy(), rtol=1e-13)
    assert got.values["f"].shape == tuple(wanted.shape)
    wanted.backward(torch.tensor(inputs["df"]))
    for name, tensor in tensors.items():
        gradient = got.gradients[name]
        assert gradient is not None
        assert gradient.shape == inputs[name].shape
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("text", SHAPES)
def test_gradients_of_all_nodes_are_slopes(text: str) -> None:
    graph, inputs = numbers(text)
    inputs = with_upstream(graph, inputs)
    got, rng = evaluated(graph, inputs), np.random.default_rng(3)
    for name in SHAPES[text]:
        v, h = rng.normal(size=inputs[name].shape), 1e-6

        def along(step: float, name: str = name, v: Any = v) -> float:
            moved = evaluated(graph, inputs | {name: inputs[name] + step * v}).values["f"]
            return float(np.sum(moved * inputs["df"]))

        gradient = got.gradients[name]
        assert gradient is not None
        assert np.sum(gradient * v) == pytest.approx((along(h) - along(-h)) / (2 * h), rel=1e-6, abs=1e-8)


def test_kinks_are_as_the_problems_say() -> None:
    zero = {"x": np.array([0.0, 0.0]), "y": np.array([0.0, 1.0]), "df": np.array([3.0, 5.0])}

    def gradients(text: str) -> list[list[float]]:
        got = evaluated(of(text, "xy", "df"), zero).gradients
        return [np.asarray(got[name]).tolist() for name in ("x", "y") if name in got]

    assert gradients("f = relu(x)") == [[0, 0]]
    assert gradients("f = leaky_relu(x, 0.1)") == [[pytest.approx(0.3), 0.5]]
    assert gradients("f = max(x, y)") == [[3, 0], [0, 5]]


def test_a_probability_of_zero_without_a_label_counts_nothing() -> None:
    logits = {"x": np.array([[800.0, -800.0, 0.0]]), "l": np.array([0])}
    got = evaluated(of("f = cross_entropy(softmax(x), l)", "xl"), logits)
    assert got.values["f"] == 0
    assert np.asarray(got.gradients["x"]).tolist() == [[0, 0, 0]]


def test_an_array_without_an_upstream_gradient_has_values_alone() -> None:
    got = evaluated(of("f = x * 2", "x"), {"x": [1.0, 2.0]})
    assert got.values["f"].tolist() == [2, 4]
    assert set(got.gradients.values()) == {None}


@pytest.mark.parametrize(
    ("inputs", "what"),
    [
        ({}, "no value for df, x"),
        ({"x": [1.0, 2.0], "df": 1.0}, r"the gradient of f has shape \(\), and f \(2,\)"),
        ({"x": {"shape": [9, 9]}, "df": 1.0}, "x is no array of numbers"),
        ({"x": [[1.0], [2.0, 3.0]], "df": 1.0}, "inhomogeneous"),
    ],
    ids=["missing", "upstream", "shape alone", "ragged"],
)
def test_inputs_that_do_not_fit_are_a_value_error(inputs: dict[str, Any], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        evaluated(of("f = x * 2", "x", "df"), inputs)


@pytest.mark.parametrize("name", COURSE.ids)
def test_every_built_in_graph_has_what_the_reference_answers(name: str, zygotes: Zygotes) -> None:
    problem = COURSE.problem(name)
    if problem.package == "torch" and not HAS_TORCH:
        pytest.skip("torch is not installed")
    graph = problem.as_graph
    assert graph is not None
    assert {*problem.answers} - {*graph.answers} <= {"is_module", "is_function", "out", "loss"}
    for case in prepared(COURSE, name, zygotes).cases:
        if case.edge or case.call != problem.call:
            continue
        got = evaluated(graph, case.inputs)
        for answer, place in graph.answers.items():
            value = (got.values if place.of == "value" else got.gradients)[place.node]
            assert np.shape(value) == np.shape(case.want[answer])
            np.testing.assert_allclose(value, case.want[answer], rtol=1e-9, atol=1e-12)


# --- the command ------------------------------------------------------------------------------------------


def lines_of(*arguments: str, course: Path = ROOT) -> list[str]:
    run = grade("graph", *arguments, cwd=course)
    assert (run.returncode, run.stderr) == (0, "")
    return [line.strip() for line in run.stdout.splitlines()]


def test_the_first_circuit_of_the_lectures() -> None:
    lines = lines_of("circuit-add-mul")
    assert lines[1] == 'With the inputs of "by hand"; others with --at.'
    assert lines[4:9] == ["x         = -2", "y         = 5", "z         = -4", "a = x + y = 3", "f = a × z = -12"]
    assert lines[11:16] == [
        "df/df = 1",
        "df/da = df/df × z = 1 × -4 = -4",
        "df/dz = df/df × a = 1 × 3 = 3",
        "df/dy = df/da × 1 = -4 × 1 = -4",
        "df/dx = df/da × 1 = -4 × 1 = -4",
    ]
    assert lines[18:] == [
        "Node  Used by, S(u)  Value  Gradient",
        "x     a              -2     -4",
        "y     a              5      -4",
        "z     f              -4     3",
        "a     f              3      -4",
        "f     –              -12    1",
    ]


def test_the_second_circuit_of_the_lectures_adds_up_what_comes_back_to_y() -> None:
    lines = lines_of("circuit-add-max", "--at", "x=1,y=2,z=0")
    assert "df/dy = df/da × 1 + df/db × [y ≥ z] = 2 × 1 + 3 × 1 = 5" in lines
    assert "y     a, b           2      5" in lines
    other = lines_of("circuit-add-max", "--at", "y=-3, z = 4")
    assert "df/dy = df/da × 1 + df/db × [y ≥ z] = 4 × 1 + (-2) × 0 = 4" in other


def test_edge_by_edge_every_product_is_shown() -> None:
    lines = lines_of("circuit-add-max", "--steps")
    start = lines.index("df/dy")
    assert lines[start : start + 10] == [
        "df/dy",
        "over a: df/da × 1",
        "upstream = 2",
        "local = 1",
        "product = 2",
        "over b: df/db × [y ≥ z]",
        "upstream = 3",
        "local = 1",
        "product = 3",
        "sum = 5",
    ]


@pytest.fixture
def lecture(tmp_path: Path) -> Path:
    """A course with the nine nodes of the third lecture."""
    course = tmp_path / "course"
    for folder in ("problems", "reference", "student_template"):
        (course / folder / "graphs").mkdir(parents=True)
    (course / "problems/graphs/nine-nodes.yaml").write_text(
        "title: {en: Nine nodes, zh: 九个节点}\nkind: code\npoints: 1\nlecture: {en: Lecture 4, zh: 第四讲}\n"
        "layout: elementwise\nreduction: none\n"
        "statement: {en: 'Write `nine(w, x, b, y)`.', zh: '请编写 `nine(w, x, b, y)`。'}\n"
        "call: f, dw, db = nine(w, x, b, y)\n"
        "inputs: {w: {normal: []}, x: {normal: []}, b: {normal: []}, y: {normal: []}}\n"
        "graph: |\n  u1 = w * x\n  u2 = u1 + b\n  u3 = sigmoid(u2)\n  u4 = u3 - y\n  u5 = u4 ** 2\n"
        "  u6 = 0.5 * u5\n  u7 = w ** 2\n  u8 = 0.5 * u7\n  f = u6 + u8\n"
        "answers: {f: {}, dw: {slope_of: f, along: w}, db: {slope_of: f, along: b}}\n"
        "cases: [{name: by hand, visible: true, w: 2, x: -1, b: 2, y: 1}, {name: generic, repeat: 3}]\n"
        'also_right: [{f: "((1 / (1 + np.exp(-w * x - b)) - y) ** 2 + w * w) / 2"}]\n',
        encoding="utf-8",
    )
    (course / "reference/graphs/nine_nodes.py").write_text(
        "import math\n\ndef nine(w, x, b, y):\n    s = 1 / (1 + math.exp(-w * x - b))\n"
        "    d = (s - y) * s * (1 - s)\n    return (s - y) ** 2 / 2 + w ** 2 / 2, d * x + w, d\n"
    )
    return course


def test_the_nine_nodes_are_walked_as_in_the_lecture(lecture: Path) -> None:
    lines = lines_of("nine-nodes", course=lecture)
    begin = lines.index("df/df = 1")
    assert lines[begin : begin + 13] == [
        "df/df = 1",
        "df/du8 = df/df × 1 = 1 × 1 = 1",
        "df/du7 = df/du8 × ½ = 1 × 0.5 = 0.5",
        "df/du6 = df/df × 1 = 1 × 1 = 1",
        "df/du5 = df/du6 × ½ = 1 × 0.5 = 0.5",
        "df/du4 = df/du5 × 2·u4 = 0.5 × -1 = -0.5",
        "df/du3 = df/du4 × 1 = -0.5 × 1 = -0.5",
        "df/du2 = df/du3 × u3·(1 - u3) = -0.5 × 0.25 = -0.125",
        "df/du1 = df/du2 × 1 = -0.125 × 1 = -0.125",
        "df/dy = df/du4 × -1 = -0.5 × -1 = 0.5",
        "df/db = df/du2 × 1 = -0.125 × 1 = -0.125",
        "df/dx = df/du1 × w = -0.125 × 2 = -0.25",
        "df/dw = df/du1 × x + df/du7 × 2·w = -0.125 × -1 + 0.5 × 4 = 2.125",
    ]
    table = [line.split() for line in lines[lines.index("The gradients") + 2 :]]
    assert table == [
        ["w", "u1,", "u7", "2", "2.125"], ["x", "u1", "-1", "-0.25"], ["b", "u2", "2", "-0.125"],
        ["y", "u4", "1", "0.5"], ["u1", "u2", "-2", "-0.125"], ["u2", "u3", "0", "-0.125"],
        ["u3", "u4", "0.5", "-0.5"], ["u4", "u5", "-0.5", "-0.5"], ["u5", "u6", "0.25", "0.5"],
        ["u6", "f", "0.125", "1"], ["u7", "u8", "4", "0.5"], ["u8", "f", "2", "1"], ["f", "–", "2.125", "1"],
    ]  # fmt: skip


def test_arrays_whole_numbers_and_sums_over_the_batch() -> None:
    lines = lines_of("linear-row")
    assert "dL/dout = dout (given) = [[2, -1], [1, 3]]" in lines
    assert "dL/db = Σ(dL/dout × 1) = [3, 2]" in lines
    assert "dL/dW = xᵀ @ dL/du1 = [[2, -1], [7, 7], [-1, 4]]" in lines
    assert "labels: whole numbers have no gradient" in lines_of("softmax-ce", "--at", "logits=[[1, 2, 3]],labels=[2]")
    assert any("no upstream gradient" in line for line in lines_of("bn-forward"))
    assert "dL/dx = dL/dz × x + dL/dz × x = -4 × 3 + (-4) × 3 = -24" in lines_of("branch-square")


def test_in_chinese() -> None:
    shown = grade("graph", "circuit-add-max", "--lang", "zh", cwd=ROOT).stdout
    for words in ("前向，按创建顺序", "梯度表", "df/dy = df/da × 1 + df/db × [y ≥ z] = 2 × 1 + 3 × 1 = 5"):
        assert words in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gate-mull"], 'there is no problem or module "gate-mull" (did you mean "gate-mul"?); try: grade list'),
        (["gate-mul", "--at", "xx=1"], '--at: the graph has no input "xx" (did you mean "x"?); it has x, y, dz'),
        (["gate-mul", "--at", "N=3"], '--at: the graph has no input "N"; it has x, y, dz'),
        (["gate-mul", "--at", "x"], '--at: x is a number or an array of numbers, not ""; for example --at x=-2 or'),
        (["gate-mul", "--at", "x=one"], '--at: x is a number or an array of numbers, not "one"; for example'),
        (["gate-mul", "--at", "x=[[1],[2,3]]"], '--at: x is a number or an array of numbers, not "[[1],[2,3]]"'),
        (["gate-mul", "--at", "x=NaN"], '--at: x is a number or an array of numbers, not "NaN"'),
        (["gate-mul", "--at", "x=[[1, 2]]"], "--at: these do not go together: x (1, 2), y (), dz (); the problem has"),
        (["gate-mul", "--at", "x=[1],y=[1],dz=[1]"], "--at: these do not go together: x (1,), y (1,), dz (1,)"),
        (
            ["linear-row", "--at", "b=[1,2,3]"],
            "--at: these do not go together: x (2, 3), W (3, 2), b (3,), dout (2, 2)",
        ),
        (
            ["softmax-ce", "--at", "labels=[0.5,1]"],
            '--at: labels is a whole number from 0, or an array of them, not "[0',
        ),
        (
            ["softmax-ce", "--at", "labels=[-1,1]"],
            '--at: labels is a whole number from 0, or an array of them, not "[-',
        ),
        (["softmax-ce", "--at", "labels=[3,1]"], "--at: labels in labels are counted from 0, and are below"),
        (["gate-mul", "--at", f"x={'[' * 100_000}"], "--at: x is a number or an array of numbers, not"),
        (
            ["gate-mul", "--at", "x=\x1b]52;c;QQ==\x07"],
            '--at: x is a number or an array of numbers, not " ]52;c;QQ== "',
        ),
        (["gate-mul", "--at", f"x={[0] * 1001}"], "--at: x has 1001 entries; a graph takes at most 1000"),
        (["gate-mul", "--out", "nowhere/graph.svg"], "nowhere/graph.svg: cannot be written"),
    ],
)
def test_what_cannot_be_shown_is_one_line_and_exit_code_2(arguments: list[str], said: str) -> None:
    run = grade("graph", *arguments, cwd=ROOT)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"grade: {said}")
    assert run.stderr.count("\n") == 1


def test_a_problem_without_a_graph_says_which_have_one(tmp_path: Path) -> None:
    course = tmp_path / "course"
    for folder in ("problems", "reference"):
        shutil.copytree(ROOT / folder / "gates", course / folder / "gates")
    file = course / "problems/gates/gate-mul.yaml"
    file.write_text(file.read_text().replace("graph: |\n  z = x * y\n", ""))
    (course / "problems/gates/branch-square.yaml").write_text("title: none")
    run = grade("graph", "gate-mul", cwd=course)
    assert run.returncode == 2
    assert run.stderr == (
        "grade: gate-mul has no graph to show; these have one: circuit-add-max, circuit-add-mul, gate-add,"
        " gate-class, gate-max\n"
    )
    assert grade("new", "one-gate", "--course", "mine", cwd=tmp_path).returncode == 0
    [file] = tmp_path.glob("mine/problems/*/one-gate.yaml")
    file.write_text(re.sub(r"^graph: \|\n(  .*\n)+", "", file.read_text(), flags=re.MULTILINE))
    alone = grade("graph", "one-gate", cwd=tmp_path / "mine")
    assert alone.stderr.startswith("grade: one-gate has no graph to show, and neither has any other problem")


def test_a_broken_graph_is_told_with_its_place(tmp_path: Path) -> None:
    course = tmp_path / "course"
    for folder in ("problems", "reference"):
        shutil.copytree(ROOT / folder / "gates", course / folder / "gates")
    file = course / "problems/gates/gate-mul.yaml"
    file.write_text(file.read_text().replace("graph: |\n  z = x * y\n", "graph: |\n  z = x * yy\n"))
    line = file.read_text().splitlines().index("graph: |") + 1
    run = grade("graph", "gate-mul", cwd=course)
    assert run.returncode == 2
    assert run.stderr == (
        f'grade: problems/gates/gate-mul.yaml:{line}:1: graph: line 1 of it: "yy": no node above, and no input that is'
        ' a number or an array. Did you mean "y"?\n'
    )


def test_a_problem_in_torch_is_walked_without_torch(tmp_path: Path) -> None:
    (tmp_path / "torch.py").write_text("raise ImportError('torch is asked for')")
    script = "from grader.__main__ import main; main()"
    arguments = [sys.executable, "-c", script, "graph", "torch-linear-mse", "--course", str(ROOT)]
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    run = subprocess.run(arguments, env=os.environ | {"PYTHONPATH": path}, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "derror/db = derror/dz × 1 = [2, -2, 4]" in run.stdout
