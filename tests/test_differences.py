"""Gradients found by small steps are told by the calls, and no honest answer is taken for one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Grade
from test_golden import COURSE, SUBMISSIONS

from grader import strict_yaml
from grader.course import read_course
from grader.graded import ProblemReport
from grader.grading import Options, grade
from grader.guest.counting import counted
from grader.model import Finding
from grader.reports.terminal import render
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission
from grader.words import Language

SIGMOIDS = SUBMISSIONS / "activations" / "sigmoid_backward"
SIGMOID = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-np.maximum(z, -700)))

"""
CENTRAL = """
def sigmoid_backward(dout, z, h=1e-5):
    return dout * (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)
"""
ONE_SIDED = """
def sigmoid_backward(dout, z, h=1e-7):
    return dout * (sigmoid(z + h) - sigmoid(z)) / h
"""
ENTRY_BY_ENTRY = """
def sigmoid_backward(dout, z, h=1e-5):
    dz = np.zeros(z.shape)
    for i in np.ndindex(z.shape):
        x = z.copy()
        x[i] += h
        above = np.sum(dout * sigmoid(x))
        x[i] -= 2 * h
        dz[i] = (above - np.sum(dout * sigmoid(x))) / (2 * h)
    return dz
"""
OF_FLOATS = """
def sigmoid_backward(dout, z, h=1e-5):
    dz = np.zeros(z.shape)
    for i in np.ndindex(z.shape):
        dz[i] = dout[i] * (sigmoid(float(z[i]) + h) - sigmoid(float(z[i]) - h)) / (2 * h)
    return dz
"""
RICHARDSON = """
def sigmoid_backward(dout, z, h=1e-2):
    near = (sigmoid(z + h / 2) - sigmoid(z - h / 2)) / h
    far = (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)
    return dout * (4 * near - far) / 3
"""
BY_LAMBDA = """
def numeric(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)

def sigmoid_backward(dout, z):
    return dout * numeric(lambda x: 1 / (1 + np.exp(-np.maximum(x, -700))), z)
"""
HONEST_LOOP = """
import math

def slope(a):
    return a * (1 - a)

def value(z):
    return 1 / (1 + math.exp(-max(z, -700)))

def sigmoid_backward(dout, z):
    dz = np.zeros(z.shape)
    for i in np.ndindex(z.shape):
        dz[i] = dout[i] * slope(value(float(z[i])))
    return dz
"""
HONEST_BUT_INEXACT = HONEST_LOOP.replace("return dz", "return np.round(dz, 8)")
HONEST_FLOAT32 = """
def sigmoid_backward(dout, z):
    a = sigmoid(z.astype(np.float32))
    return (dout * a * (1 - a)).astype(np.float64)
"""
HONEST_TWICE = """
def sigmoid_backward(dout, z):
    return np.round(dout * sigmoid(z) * (1 - sigmoid(z)), 9)
"""
HONEST_IMAG = """
def sigmoid_backward(dout, z):
    a = sigmoid(z)
    return dout * a * (1 - a) + a.imag
"""


def findings(problem: ProblemReport) -> list[Finding]:
    return [finding for finding in problem.findings if finding.check == "differences"]


@pytest.mark.parametrize(
    ("source", "code", "calls"),
    [
        pytest.param(SIGMOID + CENTRAL, "differences", 3, id="central"),
        pytest.param(SIGMOID + ONE_SIDED, "differences", 3, id="one-sided"),
        pytest.param(SIGMOID + ENTRY_BY_ENTRY, "differences", None, id="entry-by-entry"),
        pytest.param(SIGMOID + OF_FLOATS, "differences", None, id="of-floats"),
        pytest.param(SIGMOID + RICHARDSON, "differences", 5, id="richardson"),
        pytest.param(SIGMOID + BY_LAMBDA, "differences", 2, id="lambda"),
        pytest.param((SIGMOIDS / "right_complex_step.py").read_text(), "complex-step", 2, id="complex-step"),
    ],
)
def test_small_steps_are_seen_and_said(grade_files: Grade, source: str, code: str, calls: int | None) -> None:
    report = grade_files({"sigmoid_backward.py": source})
    [problem] = report.problems
    [said] = findings(problem)
    assert (said.code, said.answer, said.cost) == (code, "dz", "nothing")
    assert calls is None or said.params["calls"] == calls  # one of them is the forward of the case itself
    assert calls or said.params["calls"] >= 2 * said.params["entries"]
    assert ("H5", True) in {(d.code, d.certain) for d in problem.diagnoses}
    assert not problem.steps
    assert "grade explain H5" in render(report, Language.en)
    assert "grade explain H5" in render(report, Language.zh)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(SIGMOID + HONEST_LOOP, id="loop-with-helpers"),
        pytest.param(SIGMOID + HONEST_BUT_INEXACT, id="rounded-loop-with-helpers"),
        pytest.param(SIGMOID + HONEST_FLOAT32, id="float32"),
        pytest.param(SIGMOID + HONEST_TWICE, id="the-same-call-twice"),
        pytest.param(SIGMOID + HONEST_IMAG, id="takes-an-imaginary-part"),
    ],
)
def test_an_honest_answer_is_never_taken_for_one(grade_files: Grade, source: str) -> None:
    [problem] = grade_files({"sigmoid_backward.py": source}).problems
    assert problem.points == problem.of
    assert not findings(problem)
    assert "H5" not in {diagnosis.code for diagnosis in problem.diagnoses}


def test_no_other_right_answer_is_taken_for_one_even_if_all_are_asked(
    zygotes: Zygotes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.checks import differences

    monkeypatch.setattr(differences, "suspects", lambda findings, answers, source: [*answers])
    accused = []
    for file in sorted(SUBMISSIONS.glob("*/*/right_*.py")):
        numpy_only = COURSE.problem(file.parent.name.replace("_", "-")).package == "numpy"
        if not numpy_only or "differences" in file.stem or "complex_step" in file.stem:
            continue
        folder = tmp_path / f"{file.parent.name}-{file.stem}"
        folder.mkdir()
        shutil.copy(file, folder / f"{file.parent.name}.py")
        [problem] = grade(COURSE, load_submission(folder, COURSE), zygotes, Options()).problems
        accused += [(file.parent.name, file.stem, said.params) for said in findings(problem)]
    assert accused == []


def test_right_answers_are_not_asked_how_they_were_called(grade_files: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    from grader.sandbox.conversation import Conversation

    def asked(*_: object) -> None:
        raise AssertionError("a right answer was run once more")

    monkeypatch.setattr(Conversation, "counts", asked)
    reference = COURSE.reference("sigmoid-backward")
    [problem] = grade_files({"sigmoid_backward.py": reference}).problems
    assert problem.points == problem.of


def test_where_backprop_is_asked_for_small_steps_earn_half(
    course_with_backprop: Path, zygotes: Zygotes, tmp_path: Path
) -> None:
    course = read_course(course_with_backprop)
    for name, share in (("central_differences", 0.5), ("complex_step", 0.5), ("loop_with_helpers", 1)):
        shutil.copy(SIGMOIDS / f"right_{name}.py", tmp_path / "sigmoid_backward.py")
        report = grade(course, load_submission(tmp_path, course), zygotes, Options())
        [problem] = report.problems
        assert problem.points == share * problem.of
        assert [(step.rule, step.factor) for step in problem.steps] == ([("backprop", 0.5)] if share < 1 else [])
        if share < 1:
            assert "backprop is asked for" in render(report, Language.en)


@pytest.fixture
def course_with_backprop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The problem of the sigmoid, asking for backprop."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "course.yaml").write_text("""title: {en: One, zh: One}
seed: public
modules:
  activations: {title: {en: Activations, zh: Activations}, problems: [sigmoid-backward]}
""")
    for place in ("problems", "reference", "student_template"):
        shutil.copytree(ROOT / place / "activations", folder / place / "activations")
    for file in (folder / "problems" / "activations").glob("*.yaml"):
        if file.stem != "sigmoid-backward":
            file.unlink()
    file = folder / "problems" / "activations" / "sigmoid-backward.yaml"
    file.write_text(file.read_text() + "\nbackprop: true\n")
    assert strict_yaml.read(file.read_text()).value["backprop"] is True
    return folder


def test_calls_are_counted_by_function_and_nothing_is_left_watching() -> None:
    import sys

    names = {}
    exec(compile("def f(x):\n    return [g(x) for _ in range(3)]\ndef g(x):\n    return x\n", "file.py", "exec"), names)
    counts = counted(lambda: names["f"](1.0), "file.py")
    assert {name.split(":")[0]: count.calls for name, count in counts.items()} == {"f": 1, "g": 3}
    assert all(count.steps == count.imaginary == 0 for count in counts.values())
    assert sys.getprofile() is None
