"""A problem whose reference is a forward pass: autograd gives the wanted answers, and bugs stand on them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.course import read_course
from grader.errors import UserError
from grader.graded import ProblemReport
from grader.grading import Options, grade
from grader.model import Prepared, Verdict
from grader.preparing import prepared
from grader.programs import autograd_answers
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission
from grader.words import Language

PROBLEM = """\
title: {en: A chain of layers, zh: x}
kind: code
points: 10
lecture: {en: x, zh: x}
layout: row
reduction: half_sum
statement: {en: x, zh: x}
call: |
  L, grads = layers(x, y, Ws, labels, mode)
forward: |
  from torch.nn import functional as F
  h = x
  for W in Ws:
      h = torch.tanh(h @ W)
  L = half_square(h - y) + (F.one_hot(labels, 2).sum() if mode == "plus" else 0)
inputs:
  dims: {sizes: [2, 4], count: [3, 3]}
  x: {normal: [5, 2]}
  Ws: {each: dims, normal: [n_in, n_out]}
  y: {normal: []}
  labels: {integers: [4], below: 2}
  mode: {string: plus}
answers:
  L: {weight: 1, scale: "10"}
  Ws: {part_of: grads, scale: "10", slope_of: L, along: Ws}
  x: {part_of: grads, scale: "10", slope_of: L, along: x}
  y: {part_of: grads, scale: "float(half_square(torch.tensor(10)))", slope_of: L, along: y}
cases:
  - {name: generic, repeat: 3, dims: [2, 3, 4]}
  - {name: one layer, visible: true, dims: [2, 3]}
  - {name: either sign, edge: true, dims: [2, 3], accept: [{y: "-grads['y']"}]}
  - {name: by rule, edge: true, dims: [2, 3], accept: "abs(y) == abs(given(y))"}
bugs:
  - {is: sign, y: -y}
  - is: extra-factor
    code: |
      def layers(x, y, Ws, labels, mode):
          h = x
          for W in Ws:
              h = np.tanh(h @ W)
          return ((h - y)**2).sum() + 4, {}
"""
REFERENCE = """\
import numpy as np
import torch

def half_square(difference):
    return difference.square().sum() / 2

def given(y):
    return y
"""
RIGHT = """\
import numpy as np

def layers(x, y, Ws, labels, mode):
    kept = [x]
    for W in Ws:
        kept.append(np.tanh(kept[-1] @ W))
    d = kept[-1] - y
    loss, dy, dWs = (d**2).sum() / 2 + 4, -d.sum(), []
    for W, before, after in zip(Ws[::-1], kept[-2::-1], kept[:0:-1]):
        d = d * (1 - after**2)
        dWs.insert(0, before.T @ d)
        d = d @ W.T
    return loss, {"y": dy, "Ws": dWs, "x": d}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path)
    return tmp_path


def write(folder: Path, problem: str = PROBLEM, reference: str = REFERENCE) -> None:
    for place, text in (("problems/deep/layers.yaml", problem), ("reference/deep/layers.py", reference)):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")


def handed_in(folder: Path, source: str, zygotes: Zygotes) -> ProblemReport:
    course = read_course(folder)
    (folder / "layers.py").write_text(source, encoding="utf-8")
    [report] = grade(course, load_submission(folder / "layers.py", course), zygotes, Options()).problems
    return report


def wanted(folder: Path, zygotes: Zygotes) -> Prepared:
    return prepared(read_course(folder), "layers", zygotes)


def fault(folder: Path, old: str, new: str, zygotes: Zygotes, reference: str = REFERENCE) -> str:
    """What is said of the problem with `new` in the place of `old`."""
    assert old in PROBLEM
    write(folder, PROBLEM.replace(old, new), reference)
    with pytest.raises(UserError) as error:
        wanted(folder, zygotes)
    return error.value.text(Language.en).partition("layers.yaml:")[2]


@pytest.mark.torch
def test_the_forward_pass_stands_in_for_the_reference(folder: Path, zygotes: Zygotes) -> None:
    ready = wanted(folder, zygotes)
    assert ready.package == "numpy"
    [case] = [case for case in ready.cases if case.name == "generic 1"]
    assert [W.shape for W in case.want["Ws"]] == [(2, 3), (3, 4)]
    assert isinstance(case.want["L"], float) and isinstance(case.want["y"], float)
    assert case.scale["y"] == 50


@pytest.mark.torch
def test_a_right_answer_in_numpy_gets_all_points(folder: Path, zygotes: Zygotes) -> None:
    report = handed_in(folder, RIGHT, zygotes)
    assert (report.verdict, report.points) == (Verdict.CORRECT, 10)


@pytest.mark.torch
def test_a_layer_that_is_wrong_is_found(folder: Path, zygotes: Zygotes) -> None:
    report = handed_in(folder, RIGHT.replace("before.T @ d)", "before.T @ d * (1 + len(dWs)))"), zygotes)
    assert {finding.answer for finding in report.findings} == {"Ws"}
    assert report.points == 7.5


@pytest.mark.torch
@pytest.mark.parametrize(
    ("old", "new", "name", "answer"), [("-d.sum()", "d.sum()", "sign", "y"), ("/ 2", "", "extra-factor", "L")]
)
def test_bugs_stand_on_the_wanted_answers(
    folder: Path, old: str, new: str, name: str, answer: str, zygotes: Zygotes
) -> None:
    report = handed_in(folder, RIGHT.replace(old, new), zygotes)
    assert [(diagnosis.name, diagnosis.answer) for diagnosis in report.diagnoses][:1] == [(name, answer)]


@pytest.mark.torch
def test_what_a_case_accepts_is_right(folder: Path, zygotes: Zygotes) -> None:
    for_one_layer = "dy = dy if len(Ws) > 1 else -dy\n    for W, before"
    report = handed_in(folder, RIGHT.replace("for W, before", for_one_layer), zygotes)
    wrong = {finding.case for finding in report.findings}
    assert wrong == {"one layer"}


@pytest.mark.torch
def test_a_reference_with_the_functions_is_what_is_asked(folder: Path, zygotes: Zygotes) -> None:
    write(folder, "packages: [numpy, torch]\n" + PROBLEM, REFERENCE + RIGHT)
    course = read_course(folder)
    problem, ready = course.problem("layers"), wanted(folder, zygotes)
    assert not problem.forward_only
    for case, proof in zip(ready.cases, autograd_answers(course, problem, ready, ready.cases, zygotes), strict=True):
        np.testing.assert_allclose(proof.values["x"], case.want["x"], rtol=1e-12)
        assert proof.values["x"] is not case.want["x"]


@pytest.mark.torch
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("L = half_square", "M = half_square", '24:3: answers.L: the reference has no "layers"'),
        ("half_square(h - y)", "half_sqare(h - y)", 'forward: "half_sqare": neither an input nor in the reference'),
        ("h = x\n", "h = (x\n", "forward: line 2 of it is not Python"),
        ("slope_of: L, along: x", "slope_of: L1, along: x", 'L1": `forward` does not assign it. Did you mean "L"?'),
        ("half_square(h - y)", "half_square(h - y).item()", "does not require grad"),
        (
            '(F.one_hot(labels, 2).sum() if mode == "plus" else 0)',
            "0; L = 4.0",
            "L is a float, and slopes are taken of a",
        ),
        ("half_square(h - y)", "(h - y)", "grad can be implicitly created only for scalar outputs"),
        ("h = x\n", "h = x.detach()\n", "appears to not have been used in the graph"),
        ("h = x\n", "h = x @ x\n", "mat1 and mat2 shapes cannot be multiplied"),
    ],
)
def test_faults_of_the_forward_pass_are_located(folder: Path, old: str, new: str, said: str, zygotes: Zygotes) -> None:
    text = fault(folder, old, new, zygotes)
    assert said in text


@pytest.mark.torch
def test_an_upstream_gradient_has_the_shape_of_its_value(folder: Path, zygotes: Zygotes) -> None:
    text = fault(folder, "slope_of: L, along: x", "slope_of: h, along: x, with: labels", zygotes)
    assert "h has shape (5, 4), its upstream gradient (4,)" in text
