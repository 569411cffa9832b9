"""What students hand in by mistake: each gets a clear word, the rest keeps its points, and nothing of ours shows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Grade

from grader import grading
from grader.course import Course
from grader.graded import ProblemReport
from grader.grading import Options
from grader.model import Cost, Finding, Verdict
from grader.reports.terminal import render
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission
from grader.words import Language

RIGHT_ADD = "def gate_add_backward(x, y, dz):\n    return dz, dz\n"


def mul(body: str) -> str:
    return "import numpy as np\n\ndef gate_mul_backward(x, y, dz):\n" + "".join(
        f"    {line}\n" for line in body.split("\n")
    )


# file, text -> verdict, code of the first finding, what the text must say
FILES: dict[str, tuple[str | bytes, str, str, str]] = {
    "does not parse": ("def gate_mul_backward(x, y, dz:\n    return\n", "unreadable", "syntax", "line 1"),
    "missing function": (
        "def gate_mul(x, y, dz):\n    return 1\n",
        "missing-function",
        "missing-function",
        "defines no gate_mul_backward",
    ),
    "misspelt function": (
        "def gate_mul_backwards(x, y, dz):\n    return dz * y, dz * x\n",
        "missing-function",
        "missing-function",
        "defines no gate_mul_backward, but gate_mul_backwards.",
    ),
    "a coroutine": (
        "async def gate_mul_backward(x, y, dz):\n    return dz * y, dz * x\n",
        "wrong",
        "not-a-tuple",
        "coroutine",
    ),
    "wrong signature": (
        "def gate_mul_backward(x, y):\n    return x, y\n",
        "raised",
        "raised",
        "takes 2 positional arguments but 3 were given (the call is: dx, dy = gate_mul_backward(x, y, dz))",
    ),
    "returns None": (mul("dx = dz * y"), "wrong", "nothing", "return"),
    "nested list": (
        mul("return (dz * y).tolist() if np.ndim(x) else dz * y, dz * x"),
        "partly",
        "list",
        "nested lists",
    ),
    "wrong count": (mul("return dz * y, dz * x, dz"), "wrong", "count", "expected 2 values, got 3"),
    "strings": (mul("return 'dx', 'dy'"), "wrong", "not-numbers", "expected real numbers"),
    "ragged lists": (mul("return [[1.0], [1.0, 2.0]], dz * x"), "partly", "ragged", "rows of different lengths"),
    "a dict for a tuple": (mul("return {'dx': dz * y, 'dy': dz * x}"), "wrong", "not-a-tuple", "expected 2 values"),
    "far too large": (mul("return np.zeros((1000, 1000)), dz * x"), "wrong", "too-large", "far larger"),
    "a list too long": (mul("return [0.123456789] * 100_000, dz * x"), "wrong", "too-large", "far larger"),
    "an object": (mul("class Own: pass\nreturn Own(), dz * x"), "partly", "not-numbers", "got Own"),
    "complex": (mul("return dz * y + 0j, dz * x"), "partly", "not-numbers", "complex"),
    "raises": (mul("raise ValueError('no idea')"), "raised", "raised", "ValueError: no idea (line 4"),
    "raises at import": ("1 / 0\n", "raised", "raised", "ZeroDivisionError"),
    "calls exit": (mul("import sys\nsys.exit(0)"), "raised", "exit", "calls exit()"),
    "dies": (mul("import os\nos._exit(0)"), "crashed", "crashed", "died"),
    "reads address 0": (mul("import ctypes\nctypes.string_at(0)"), "crashed", "crashed", "SIGSEGV"),
    "never returns": (mul("while True: pass"), "out-of-time", "out-of-time", "loop that never ends"),
    "never loads": ("while True: pass\n", "out-of-time", "out-of-time", "loop that never ends"),
    "uses all memory": (mul("return np.ones(10**10), dz"), "out-of-memory", "out-of-memory", "memory"),
    "fills memory": (mul("a = []\nwhile True: a.append(np.zeros(10**6))"), "out-of-memory", "out-of-memory", "memory"),
    "prints without end": (mul("while True: print('x' * 10000)"), "too-much-output", "too-much-output", "printed more"),
    "not UTF-8": (b"# \xe9t\xe9\n", "unreadable", "unreadable", "not UTF-8 text (line 1)"),
    "imports torch": ("import torch\n", "raised", "import", "solved with numpy"),
    "the template": (mul("raise NotImplementedError"), "unanswered", "unanswered", "not written yet"),
    "exception that cannot be shown": (
        mul("class Own(Exception):\n    def __str__(self): raise self\nraise Own"),
        "raised",
        "raised",
        "Own",
    ),
    "says nothing": (mul("assert False"), "raised", "raised", "AssertionError (line 4: assert False)"),
    "a full-width comma": (mul("return dz * y\uff0c dz * x"), "unreadable", "syntax", "type it anew"),
    "asks for input": (mul("z = input()\nreturn dz * y, dz * x"), "raised", "raised", "nobody can type anything"),
    "copies a number": (mul("return dz.copy() * y, dz * x"), "correct", "raised", "`np.asarray` makes one of it"),
    "yields": (mul("yield dz * y\nyield dz * x"), "wrong", "not-a-tuple", "put what you return into a tuple"),
    "calls nothing": (mul("return np.asarray(dz * y).sum, dz * x"), "partly", "not-numbers", "as in `a.sum()`?"),
    "imports a file of its own": ("import helper\n", "raised", "import", "standard library, in one file"),
    "deep recursion": (mul("return gate_mul_backward(x, y, dz)"), "raised", "raised", "RecursionError"),
    "empty file": ("", "missing-function", "missing-function", "defines no"),
    "null bytes": ("x = 1\n\0\0", "unreadable", "unreadable", "line 2 has null bytes or"),
    "UTF-16": (mul("return dz * y, dz * x").encode("utf-16"), "unreadable", "unreadable", "not UTF-8 text"),
    "another coding": ("# coding: gbk\n" + mul("return dz * y, dz * x"), "unreadable", "unreadable", "written in gbk"),
}


@pytest.mark.parametrize("name", FILES)
def test_each_mistake_gets_a_clear_word_and_the_rest_keeps_its_points(grade_files: Grade, name: str) -> None:
    source, verdict, code, says = FILES[name]
    report = grade_files({"gate_mul.py": source, "gate_add.py": RIGHT_ADD}, Options(slow=0.1))
    add, bad = report.problems
    assert add.points == 5
    assert bad.verdict == verdict, bad.findings[:2]
    assert first(bad).code == code
    text = render(report, Language.en)
    assert says in text
    assert "Traceback" not in text
    assert "grader/" not in text
    assert render(report, Language.zh) != text


def first(problem: ProblemReport) -> Finding:
    return next(finding for finding in problem.findings if finding.cost != "nothing")


def test_a_megabyte_of_output_costs_nothing(grade_files: Grade) -> None:
    [problem] = grade_files({"gate_mul.py": mul("print('x' * 100_000)\nreturn dz * y, dz * x")}).problems
    assert problem.points == 5
    assert 0 < len(problem.printed) <= 2000


def test_a_dict_with_other_keys_names_the_key_that_is_missing(grade_files: Grade) -> None:
    source = (ROOT / "reference/networks/net2_relu_sse.py").read_text().replace('"W1": ', '"dW1": ')
    [problem] = grade_files({"net2_relu_sse.py": source}).problems
    assert first(problem).code == "missing-key"
    assert first(problem).params["key"] == "W1"
    assert [answer.name for answer in problem.answers if answer.points < answer.of] == ["W1"]


def test_a_number_inside_a_list_is_no_axis_that_was_kept(grade_files: Grade) -> None:
    report = grade_files({"gate_mul.py": mul("return [[dz * y]], [[dz * x]]")})
    assert {finding.code for finding in report.problems[0].findings if finding.cost is not Cost.NOTHING} == {"list"}
    assert report.problems[0].diagnoses == []
    kept = grade_files({"gate_mul.py": mul("return np.array(dz * y)[None], np.array(dz * x)[None]")})
    assert {diagnosis.name for diagnosis in kept.problems[0].diagnoses} == {"kept-axis"}


def test_two_files_for_one_problem(grade_files: Grade) -> None:
    add, bad = grade_files(
        {"gates/gate_mul.py": mul("return 1"), "gate_mul.py": mul("return 1"), "gate_add.py": RIGHT_ADD}
    ).problems
    assert add.points == 5
    assert bad.verdict == "unreadable"
    assert first(bad).params["why"] == "two-files"


def test_a_link_is_not_followed(grade_files: Grade, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text(mul("return dz * y, dz * x"))
    (tmp_path / "gate_mul.py").symlink_to("elsewhere.txt")
    [problem] = grade_files({}).problems
    assert first(problem).params["why"] == "link"


def test_a_folder_in_the_place_of_a_file(grade_files: Grade, tmp_path: Path) -> None:
    (tmp_path / "gate_mul.py").mkdir()
    _, bad = grade_files({"gate_add.py": RIGHT_ADD}).problems
    assert first(bad).params["why"] == "not-a-file"


def test_a_file_that_is_too_large(grade_files: Grade) -> None:
    [problem] = grade_files({"gate_mul.py": "#" * 300_000}).problems
    assert first(problem).params["why"] == "too-large"


def test_a_crash_on_one_case_costs_that_case_alone(grade_files: Grade) -> None:
    source = mul("if np.ndim(x) and np.size(x) == 1:\n    import os\n    os._exit(1)\nreturn dz * y, dz * x")
    [problem] = grade_files({"gate_mul.py": source}).problems
    assert [case.name for case in problem.cases if case.verdict == "crashed"] == ["one entry"]
    assert problem.verdict == "partly"
    assert problem.points == pytest.approx(5 * (1 - 0.2 / 3), abs=0.01)


@pytest.mark.torch
def test_tensors_that_require_grad_are_right_answers(grade_files: Grade) -> None:
    source = (ROOT / "reference/pytorch/leaky_module.py").read_text()
    assert grade_files({"leaky_module.py": source}).points == 8


def test_computing_and_talking_all_the_while_is_out_of_time_as_well(grade_files: Grade) -> None:
    source = mul(
        "import time\nuntil = time.process_time() + 1\n"
        "while time.process_time() < until:\n"
        "    print('.', flush=True)\n"
        "    sum(range(10**5))\n"
        "return dz * y, dz * x"
    )
    assert grade_files({"gate_mul.py": source}, Options(slow=0.2)).problems[0].verdict == "out-of-time"


def test_an_answer_too_large_to_be_looked_at_again_is_wrong_and_costs_nobody_else(grade_files: Grade) -> None:
    """Ties are judged by a property, for which the answer travels once more, beside the inputs."""
    long = "def gate_max_backward(x, y, dz):\n    return [0.0] * 65500, 0.0\n"
    reports = grade_files({"gate_max.py": long, "gate_add.py": RIGHT_ADD}).problems
    assert [(problem.id, problem.points) for problem in reports] == [("gate-add", 5), ("gate-max", 0)]


def test_sleeping_a_little_in_every_call_does_not_take_for_ever(grade_files: Grade) -> None:
    start = time.monotonic()
    sleeper = mul("import time\ntime.sleep(0.5)\nreturn dz * y, dz * x")
    [problem] = grade_files({"gate_mul.py": sleeper}, Options(slow=0.1)).problems
    assert problem.verdict == "out-of-time"
    assert time.monotonic() - start < 6  # three seconds of sleep in all, where 18 calls would have taken nine


def test_a_nan_that_signals_is_wrong_without_a_word(grade_files: Grade) -> None:
    nan = "np.full(np.shape(dz), 0x7F800001, np.uint32).view(np.float32)"
    with warnings.catch_warnings(action="error"):
        report = grade_files({"gates/gate_mul.py": mul(f"return {nan}, dz * x")})
    assert (report.points, report.problems[0].verdict) == (2.5, Verdict.PARTLY)


def test_nothing_is_left_behind(course: Course, tmp_path: Path) -> None:
    """Where a guest can start processes at all."""
    source = mul(
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    print(os.getpid(), flush=True)\n"
        "    time.sleep(60)\n"
        "return dz * y, dz * x"
    )
    (tmp_path / "gate_mul.py").write_text(source)
    with Zygotes(most=0) as zygotes:
        report = grading.grade(course, load_submission(tmp_path, course), zygotes, Options())
    pids = [int(line) for line in report.problems[0].printed.split()]
    assert pids
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


COMMANDS: dict[str, tuple[list[str], str]] = {
    "missing folder": (["submit", "nowhere"], "no such file or folder; try: grade init my_solution"),
    "empty folder": (["submit", "empty"], "nothing here answers a problem; try: grade init my_solution"),
    "nothing known": (["submit", "unknown"], "perhaps rename or move gate-mul.py -> gates/gate_mul.py"),
    "one file of several": (["submit", "several"], "for what all.py answers: grade submit several/all.py"),
    "one folder too high": (["submit", "outer"], "one folder further down; try: grade submit outer/mine"),
    "unknown problem": (["submit", "known", "-p", "gate-mull"], 'did you mean "gate-mul"?'),
    "an id in capitals": (["show", "GATE-MUL"], 'did you mean "gate-mul"?'),
    "a file for an id": (["submit", "known", "-p", "gates/gate_mul.py"], 'did you mean "gate-mul"?'),
    "hint the wrong way round": (["hint", "known", "gate-mul"], "the problem comes first: grade hint gate-mul known"),
    "unknown case": (["submit", "known", "-p", "gate-mul", "--case", "x"], '"generic 1"'),
    "case of many": (["submit", "known", "-p", "gates", "--case", "x"], "say which with -p"),
    "slow": (["submit", "known", "--slow", "0"], "a number above 0"),
    "no course": (["list", "--course", "known"], "is no course"),
    "out": (["submit", "known", "--out", "no/such/folder"], "cannot be written"),
    "init into a file": (["init", "known/gate_mul.py"], "is a file"),
    "show nothing": (["show", "softmax"], 'did you mean "softmax-ce"?'),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_user_can_mend_is_one_line_and_exit_code_2(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "unknown").mkdir()
    (tmp_path / "unknown" / "gate-mul.py").write_text("")
    (tmp_path / "several").mkdir()
    (tmp_path / "several" / "all.py").write_text(mul("return dz * y, dz * x"))
    (tmp_path / "outer/mine/gates").mkdir(parents=True)
    (tmp_path / "outer/mine/gates/gate_mul.py").write_text("")
    (tmp_path / "known").mkdir()
    (tmp_path / "known" / "gate_mul.py").write_text(mul("return dz * y, dz * x"))
    arguments, says = COMMANDS[name]
    done = grade(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("grade: ")
    assert says in done.stderr
    assert grade(*arguments, "--lang", "zh", cwd=tmp_path).stderr != done.stderr


def grade(*arguments: str, cwd: Path, **environment: str) -> Any:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **environment}
    argv = [sys.executable, "-m", "grader", *arguments]
    return subprocess.run(argv, cwd=cwd, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
