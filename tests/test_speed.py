"""Large inputs: loops are told from vectorised code by a ratio, which is outside what is the same each time."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from conftest import HAS_TORCH, Grade
from test_bad_input import grade
from test_golden import COURSE, SUBMISSIONS

from grader.graded import Report, Speed
from grader.grading import Options
from grader.preparing import prepared
from grader.programs import ask_reference
from grader.reports.accusations import SLOW
from grader.reports.json import read
from grader.reports.json import render as as_json
from grader.reports.terminal import render
from grader.sandbox.zygotes import Zygotes
from grader.speed import large_case
from grader.words import Language

TIMED = [name for name in COURSE.ids if COURSE.problem(name).speed]
LINEAR = SUBMISSIONS / "linear" / "linear_row"


def ratio(speed: Speed) -> float:
    return speed.seconds / max(speed.reference, 1e-6)


def timed(grade_files: Grade, name: str) -> Report:
    return grade_files({"linear_row.py": LINEAR / f"{name}.py"}, Options(speed=True))


def test_loops_take_far_longer_than_the_reference_and_cost_nothing(grade_files: Grade) -> None:
    report = timed(grade_files, "right_loops")
    assert report.all_right
    assert ratio(report.speed["linear-row"]) > SLOW
    assert "is it vectorised?" in render(report, Language.en)
    assert "N = 300, D = 60, M = 40" in render(report, Language.en)
    assert "N = 300\u3001D = 60\u3001M = 40" in render(report, Language.zh)
    assert dataclasses.asdict(read(as_json(report, Language.en))) == dataclasses.asdict(report)


def test_vectorised_code_is_about_as_fast_as_the_reference(grade_files: Grade) -> None:
    report = timed(grade_files, "right_layer_with_cache")
    assert ratio(report.speed["linear-row"]) < SLOW
    assert "about as fast as the reference" in render(report, Language.en)


def test_it_is_asked_for_and_of_right_answers_only(grade_files: Grade) -> None:
    assert grade_files({"linear_row.py": LINEAR / "right_loops.py"}).speed == {}
    assert timed(grade_files, "wrong_db_mean").speed == {}
    assert (
        grade_files({"gate_mul.py": COURSE.reference("gate-mul")}, Options(only=["gate-mul"], speed=True)).speed == {}
    )


def test_what_takes_longer_than_the_limit_is_stopped_there(grade_files: Grade) -> None:
    source = (LINEAR / "right_loops.py").read_text()
    slow = source + "\nquick = linear_backward\n\ndef linear_backward(dout, x, W, b):\n"
    slow += "    while len(x) > 100:\n        pass\n    return quick(dout, x, W, b)\n"
    report = grade_files({"linear_row.py": slow}, Options(speed=True, slow=0.2))
    assert report.speed["linear-row"].late
    assert "linear-row: over " in render(report, Language.en)


def test_an_answer_that_fails_on_the_large_input_is_not_timed(grade_files: Grade) -> None:
    source = (LINEAR / "right_loops.py").read_text().replace("def linear_backward(", "def right(", 1)
    source += "\n\ndef linear_backward(dout, x, W, b):\n    assert len(x) < 100\n    return right(dout, x, W, b)\n"
    report = grade_files({"linear_row.py": source}, Options(speed=True))
    assert report.all_right
    assert report.speed == {}


@pytest.mark.parametrize("name", TIMED)
def test_the_reference_answers_the_large_input(name: str, zygotes: Zygotes) -> None:
    problem = COURSE.problem(name)
    if problem.package == "torch" and not HAS_TORCH:
        pytest.skip("torch is not installed")
    case = large_case(problem, COURSE.seed)
    assert case.inputs.items() >= {key: spec.value for key, spec in (problem.speed or {}).items()}.items()
    [answer] = ask_reference(COURSE, prepared(COURSE, name, zygotes), [case], problem.returned, zygotes)
    assert answer.values.keys() == {*problem.returned}
    assert answer.troubles == {}


def test_that_nothing_was_timed_is_said(tmp_path: Path) -> None:
    (tmp_path / "linear_row.py").write_text("def linear_forward(x, W, b):\n    return x\n")
    done = grade("submit", ".", "--speed", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Nothing was timed")
