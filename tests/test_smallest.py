"""The ladder of small inputs, and the smallest that shows a mistake."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from conftest import HAS_TORCH, ROOT, Grade

from grader.course import read_course
from grader.diagnosis.lines import line_making
from grader.grading import Options
from grader.ladder import draw_rungs
from grader.model import Case, Prepared
from grader.preparing import clues, prepared
from grader.sandbox.zygotes import Zygotes
from grader.smallest import _line

COURSE = read_course(ROOT)


def every_problem() -> list[object]:
    marks = {"numpy": [], "torch": [pytest.mark.torch, pytest.mark.skipif(not HAS_TORCH, reason="torch is missing")]}
    return [pytest.param(name, marks=marks[COURSE.problem(name).package]) for name in COURSE.ids]


@pytest.fixture(scope="module")
def ladder(zygotes: Zygotes) -> Callable[[str], tuple[Prepared, list[Case]]]:
    def get(name: str) -> tuple[Prepared, list[Case]]:
        ready = prepared(COURSE, name, zygotes)
        return ready, list(clues(COURSE, ready, zygotes).ladder)

    return get


@pytest.mark.parametrize("name", every_problem())
def test_every_gradient_is_worked_out_by_hand(name: str, ladder: Callable) -> None:
    ready, rungs = ladder(name)
    told = {answer for rung in rungs for answer in rung.worked}
    assert told == {answer for answer, asked in COURSE.problem(name).answers.items() if asked.worked}
    gradients = {answer for answer, asked in ready.answers.items() if asked.slope_of}
    assert gradients <= told


@pytest.mark.parametrize("name", every_problem())
def test_the_ladder_goes_from_small_to_large_and_is_always_the_same(name: str) -> None:
    problem = COURSE.problem(name)
    rungs = [case for case, _ in draw_rungs(problem)]
    again = [case for case, _ in draw_rungs(problem)]
    assert 40 <= len(rungs) <= 120
    assert repr([case.inputs for case in rungs]) == repr([case.inputs for case in again])
    first = [value for value in rungs[0].inputs.values() if isinstance(value, (float, np.ndarray))]
    assert all(np.size(value) <= 6 for value in first)


WRONG = {
    "gates/gate_max.py": (
        "def gate_max_backward(x, y, dz):\n    dx = dz * (x < y)\n    dy = dz * (x >= y)\n    return dx, dy\n"
    ),
    "networks/net2_relu_sse.py": (
        "import numpy as np\n\n\ndef two_layer_relu_sse(x, y, W1, b1, W2, b2):\n    z1 = W1 @ x + b1\n"
        "    h = np.maximum(0, z1)\n    o = W2 @ h + b2\n    do = o - y\n    dh = W2.T @ do\n"
        "    grads = {'W2': np.outer(do, h), 'b2': do, 'b1': dh, 'x': W1.T @ dh}\n"
        "    grads['W1'] = np.outer(dh, x)\n    return 0.5 * np.sum((o - y) ** 2), grads\n"
    ),
}


def handed_in(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("name", WRONG)
def test_the_script_shows_the_mistake_without_the_tool(name: str, tmp_path: Path) -> None:
    folder, script = handed_in(tmp_path / "mine", {name: WRONG[name]}), tmp_path / "shows.py"
    grade = [sys.executable, "-m", "grader", "submit", str(folder), "--course", str(ROOT), "--json"]
    done = subprocess.run([*grade, "--repro", str(script)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    [shown, *_] = json.loads(done.stdout)["problems"][0]["smallest"]
    ran = subprocess.run([sys.executable, "-I", str(script)], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    want, got = ran.stdout.removeprefix("expected:\n").split("got:\n")
    assert got.split() != want.split()
    assert np.array2string(np.array(shown["want"])) == want.strip() or str(shown["want"]) == want.strip()


def test_a_right_answer_has_no_smallest_input_and_no_script(tmp_path: Path) -> None:
    right = (ROOT / "reference/gates/gate_max.py").read_text()
    folder, script = handed_in(tmp_path / "mine", {"gates/gate_max.py": right}), tmp_path / "shows.py"
    grade = [sys.executable, "-m", "grader", "submit", str(folder), "--course", str(ROOT), "--json"]
    done = subprocess.run([*grade, "--repro", str(script)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert json.loads(done.stdout)["problems"][0]["smallest"] == []
    assert not script.exists()
    assert "there is no small input to show" in done.stderr


ASSIGNMENT = """
  {name}:
    title: {{en: Max, zh: 最大}}
    problems: [gate-max]
    feedback: {name}
"""


@pytest.mark.parametrize(
    ("feedback", "said", "left_out"),
    [
        ("symptom", ["dx on"], ["The smallest input", "smaller input or to both", "Move the smaller input"]),
        ("family", ["dx on", "The smallest input", "smaller input or to both"], ["Move the smaller input"]),
        ("full", ["dx on", "The smallest input", "smaller input or to both", "Move the smaller input"], []),
    ],
)
def test_an_assignment_sets_how_much_is_told(
    feedback: str, said: list[str], left_out: list[str], tmp_path: Path
) -> None:
    for part in ("problems", "reference"):
        shutil.copytree(ROOT / part, tmp_path / "course" / part)
    spec = (ROOT / "course.yaml").read_text() + "assignments:" + ASSIGNMENT.format(name=feedback)
    (tmp_path / "course/course.yaml").write_text(spec)
    folder = handed_in(tmp_path / "mine", {"gates/gate_max.py": WRONG["gates/gate_max.py"]})
    grade = [sys.executable, "-m", "grader", "submit", str(folder), "--course", str(tmp_path / "course")]
    done = subprocess.run([*grade, "--assignment", feedback, "--lang", "en"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert [text for text in said if text not in done.stdout] == []
    assert [text for text in left_out if text in done.stdout] == []


@pytest.mark.parametrize(
    ("name", "call", "source", "line"),
    [
        ("dx", "dx, dy = f(x)", "def f(x):\n    dx = x\n    dx += 1\n    return dx, x\n", 3),
        ("dy", "dx, dy = f(x)", "def f(x):\n    dx = x\n    return dx, x * 2\n", 3),
        ("dx", "dx = f(x)", "def f(x):\n    return 2 * x\n", 2),
        ("dx", "dx = f(x)", "def f(x):\n    out = x * 0\n    out[x > 0] = 1\n    return out\n", 3),
        ("W", "loss, grads = f(x)", "def f(x):\n    g = {}\n    g['W'] = 1\n    g['b'] = 2\n    return 0, g\n", 3),
        ("dx", "dx = gate.backward(dz)", "class Gate:\n    def backward(self, dz):\n        return dz\n", 3),
        ("dx", "dx = f(x)", "def f(x):\n    if x > 0:\n        return 1\n    return 0\n", None),
        ("dx", "dx = f(x)", "f = lambda x: 1\n", None),
        ("d", "d = f(x)", "def f(x):\n    def g(y):\n        d = 7\n        return y\n    d = g(x)\n    return d", 5),
    ],
)  # fmt: skip
def test_the_line_that_makes_an_answer(name: str, call: str, source: str, line: int | None) -> None:
    part_of = "grads" if "grads" in call else None
    assert line_making(name, part_of, call, source) == line


RAISES_ELSEWHERE = """
import numpy as np

exec(compile("\\n" * 10_000 + "def boo():\\n    raise ValueError('boo')\\n", __file__, "exec"))

def gate_max_backward(x, y, dz):
    boo()
"""
DEEP = """
import numpy as np

def gate_max_backward(x, y, dz):
    return dz * 0, dz * 0

def never(x):
    return x{}
"""


def test_a_line_that_is_not_in_the_file_is_not_shown(grade_files: Grade) -> None:
    [problem] = grade_files({"gates/gate_max.py": RAISES_ELSEWHERE}).problems
    assert problem.smallest[0].finding.params["line"] == 10_002
    assert problem.smallest[0].line is None


@pytest.mark.parametrize("depth", [2000, *range(2780, 2960, 12)])
def test_a_file_that_is_nested_as_deep_as_python_can_read_is_graded(depth: int) -> None:
    """As deep as a guest can read it: the host is some calls deeper already."""
    source = DEEP.format(".T" * depth)
    assert _line("dx", None, "dx, dy = gate_max_backward(x, y, dz)", source) in (5, None)


def test_a_form_feed_ends_no_line(grade_files: Grade) -> None:
    source = "import numpy as np\n# \x0c \x85\ndef gate_max_backward(x, y, dz):\n    return dz * 0, dz * 1\n"
    [problem] = grade_files({"gates/gate_max.py": source}).problems
    assert (problem.smallest[0].line, problem.smallest[0].source) == (4, "return dz * 0, dz * 1")


SLOW = """
import numpy as np
import time

calls = []

def gate_max_backward(x, y, dz):
    calls.append(1)
    end = time.process_time() + 0.09
    while len(calls) > 30 and time.process_time() < end:
        pass
    return dz * 0, dz * 0
"""


def test_a_file_that_is_slow_on_the_ladder_alone_costs_no_minutes(grade_files: Grade) -> None:
    """Each call keeps within its limit; all of them together would take forty times it."""
    report = grade_files({"gates/gate_max.py": SLOW}, Options(slow=0.1))
    assert report.problems[0].smallest
    assert report.durations["gate-max"] < 4
