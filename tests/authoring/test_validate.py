"""Problems that are broken in one way each, and what is said of it; and the command."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import HAS_TORCH, ROOT
from test_bad_input import grade

from grader.authoring.validate import validate
from grader.course import read_course
from grader.sandbox.zygotes import Zygotes
from grader.words import Language

COURSE = read_course(ROOT / "tests" / "broken")
IN_TORCH = ("edge-in-torch", "forward-raises")
SAID = {
    "also-raises": (
        'problems/broken/also-raises.yaml:12:6: also_right.1.dx: gives no dx on "generic 1" (ValueError: '
        "invalid literal for int() with base 10: 'two'); mend it, or leave dx out of it"
    ),
    "also-wrong": (
        "problems/broken/also-wrong.yaml:12:6: also_right.1.dx: gives another dx than the reference on "
        '"generic 1": 5e-01 apart, and a tenth of the tolerance is 3e-13; mend the one that is wrong, or, if '
        "it is rounding, give the answer a larger scale"
    ),
    "bug-equal": (
        "problems/broken/bug-equal.yaml:13:8: bugs.0: it answers what the reference answers, on every case; "
        "add a case on which it is wrong, or take it out"
    ),
    "bug-raises": (
        "problems/broken/bug-raises.yaml:13:8: bugs.0: it raises on every case that counts, and so says nothing of a "
        "student's values; mend it"
    ),
    "bug-uncaught": (
        "problems/broken/bug-uncaught.yaml:15:8: bugs.0: the cases that count do not catch sign; add a case, "
        "not a visible one, on which it answers something wrong"
    ),
    "bugs-alike": (
        "problems/broken/bugs-alike.yaml:14:5: bugs.0: factor-two answers on every case what no-average "
        "answers; add a case that tells them apart, or, if there is none, write twin: no-average"
    ),
    "call-no-python": (
        "problems/broken/call-no-python.yaml:8:1: call: line 1 of it is not Python: '(' was never closed"
    ),
    "edge-in-torch": (
        'problems/broken/edge-in-torch.yaml:11:11: answers.dx: on "at zero" the reference and autograd '
        "disagree on dx: 5e-01 apart; mend the reference, or forward"
    ),
    "follow-of-nothing": ('problems/broken/follow-of-nothing.yaml:11:23: answers.dx.follow: "y": no such name.'),
    "forward-raises": (
        'problems/broken/forward-raises.yaml:13:1: forward: gives no dx on "generic 1" (AttributeError: '
        "module 'torch' has no attribute 'sqare'); mend it"
    ),
    "graph-misspelt": (
        'problems/broken/graph-misspelt.yaml:12:1: graph: line 1 of it: "sqare": no such function. Did you mean '
        '"square"?'
    ),
    "graph-wrong": (
        'problems/broken/graph-wrong.yaml:12:1: graph: on "generic 1" its z is not the z of the reference: 2e+00 '
        "apart; mend the graph"
    ),
    "hint-unclosed": (
        "problems/broken/hint-unclosed.yaml:12:34: hints.1.en: a $ without its other one; mend the formula"
    ),
    "latex-unclosed": (
        'problems/broken/latex-unclosed.yaml:11:36: statement.zh: Expected closing token "}", but reached end '
        "of input in $\\frac{\\partial L}{\\partial x$; mend the formula"
    ),
    "latex-unknown": (
        'problems/broken/latex-unknown.yaml:8:34: statement.en: Unknown command "\\quadrat" in $\\quadrat{x}$; '
        "mend the formula"
    ),
    "no-chinese": ('problems/broken/no-chinese.yaml:7:1: statement: "zh" is missing'),
    "no-template": (
        "student_template/broken/no_template.py:1:1: there is no template; write one whose functions raise "
        "NotImplementedError"
    ),
    "not-finite": (
        'problems/broken/not-finite.yaml:12:37: cases.1: the reference gives a dx with nan or inf on "huge"; '
        "mend it, or draw inputs on which it does not"
    ),
    "off-by-two": (
        'problems/broken/off-by-two.yaml:13:3: answers.dx: on "generic 1" the reference gives dx[0] = '
        "-0.215468, but the slope of z along x there is -0.430937; mend the reference, or what slope_of, "
        "along and with say"
    ),
    "slope-of-nothing": ('problems/broken/slope-of-nothing.yaml:11:16: answers.dx.slope_of: "z": no such name.'),
    "slope-unclear": (
        'problems/broken/slope-unclear.yaml:11:18: answers.dx: on "at a step" it cannot be told whether dx is '
        "the slope of z along x; keep the inputs away from kinks (away_from), or make it an edge case"
    ),
    "stale": (
        'problems/broken/stale.yaml:14:5: equivalent.0: `return -(2 * x * dz)` is not equivalent: "generic 1" '
        "catches it; take the entry out"
    ),
    "stale-unknown": (
        "problems/broken/stale-unknown.yaml:14:5: equivalent.0: no mutant of the reference has the line "
        "`return dz * x * 2`; take the entry out, or correct it"
    ),
    "template-crashes": (
        "student_template/broken/template_crashes.py:1:1: the template, with nothing written, is reported as: "
        "function missing; give it every function of call, each raising NotImplementedError"
    ),
    "template-right": (
        "student_template/broken/template_right.py:1:1: the template, with nothing written, gets 1 of 1 "
        "points; let its functions raise NotImplementedError"
    ),
    "trivial-passes": (
        'problems/broken/trivial-passes.yaml:12:37: cases.1: dz would pass as dx on "halves"; draw other '
        "inputs, or more of them"
    ),
    "unproved": (
        "problems/broken/unproved.yaml:11:11: answers.dx: nothing but the reference says what dx is; give a "
        "forward that assigns it or what it is the slope of, or an equal formula (also_right)"
    ),
    "weak-cases": (
        "reference/broken/weak_cases.py:2:18: with `return dz * (x >= 0)` in place of `return dz * (x > 0)` "
        "every case that counts still passes; add a case exactly on the border, or list the changed line "
        "under equivalent with the reason"
    ),
    "bug-misnamed": (
        "problems/broken/bug-misnamed.yaml:13:9: bugs.0.is: its numbers are those of sign, not of no-average; "
        "write is: sign, or mend what it answers"
    ),
    "no-ordinary": (
        "problems/broken/no-ordinary.yaml:12:1: cases: no ordinary case; add one that is neither visible nor "
        "edge: points stand on those"
    ),
    "misspelt": (
        'problems/broken/misspelt.yaml:8:1: call: "square": not in the reference, which has "sqaure"; one is misspelt'
    ),
    "worked-wrong": (
        "problems/broken/worked-wrong.yaml:13:8: answers.dx.worked: at N = 2, x = [-2.0, -1.0], dz = [0.0, 1.0] "
        "upstream times local adds up to [0.0, -1.0], and dx is [-0.0, -2.0]; mend what worked says"
    ),
    "wrong-at-zero": (
        'problems/broken/wrong-at-zero.yaml:11:6: also_right.0.dx: gives another dx than the reference on "at '
        'zero": 5e-01 apart, and a tenth of the tolerance is 3e-13; mend the one that is wrong, or, if it is '
        "rounding, give the answer a larger scale"
    ),
}
"""What is said of each problem of tests/broken; a path is one of its folders."""


def test_every_broken_problem_is_there() -> None:
    assert sorted(SAID) == sorted(COURSE.ids)


@pytest.mark.parametrize("name", SAID)
def test_a_broken_problem_is_told_in_one_line(name: str, zygotes: Zygotes) -> None:
    if name in IN_TORCH and not HAS_TORCH:
        pytest.skip("torch is not installed")
    [line] = validate(COURSE, name, Language.en, zygotes).faults
    assert line.removeprefix(f"{COURSE.root}/") == SAID[name]


@pytest.mark.parametrize("name", SAID)
def test_it_is_told_in_chinese_at_the_same_place(name: str, zygotes: Zygotes) -> None:
    if name in IN_TORCH and not HAS_TORCH:
        pytest.skip("torch is not installed")
    [line] = validate(COURSE, name, Language.zh, zygotes).faults
    assert line.removeprefix(f"{COURSE.root}/").split(": ")[0] == SAID[name].split(": ")[0]


# --- the command ------------------------------------------------------------------------------------------


def test_a_right_problem_is_one_line_and_exit_code_0() -> None:
    run = grade("validate", "gate-mul", cwd=ROOT)
    assert run.returncode == 0
    first, *more = run.stdout.splitlines()
    assert first == "✓ gate-mul  14 bugs, 22 mutants killed, 0 equivalent"
    assert len(more) == (0 if HAS_TORCH else 1)
    assert run.stderr == ""


def test_problems_with_faults_give_exit_code_1_and_the_same_text_whatever_the_jobs() -> None:
    asked = ("validate", "--course", "tests/broken", "weak-cases", "stale", "also-wrong")
    one, two = grade(*asked, "--jobs", "1", cwd=ROOT), grade(*asked, "--jobs", "2", cwd=ROOT)
    assert one.returncode == two.returncode == 1
    assert one.stdout == two.stdout
    assert [line for line in one.stdout.splitlines() if line.startswith("✗")] == [
        "✗ also-wrong  1 fault",
        "✗ stale  1 fault",
        "✗ weak-cases  1 fault",
    ]


def test_the_processes_of_several_jobs_end_with_the_command_that_is_killed() -> None:
    argv = [sys.executable, "-m", "grader", "validate", "gates", "--jobs", "2"]
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.DEVNULL) as command:
        children = Path(f"/proc/{command.pid}/task/{command.pid}/children")
        until = time.monotonic() + 20
        while len(jobs := children.read_text().split()) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.5)
        command.kill()
    until = time.monotonic() + 5
    while (left := [pid for pid in jobs if _is_running(pid)]) and time.monotonic() < until:
        time.sleep(0.01)
    assert (len(jobs), left) == (2, [])


def _is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_cannot_be_asked_gives_exit_code_2() -> None:
    run = grade("validate", "gate-mull", cwd=ROOT)
    assert run.returncode == 2
    assert 'did you mean "gate-mul"?' in run.stderr


def test_verbose_shows_every_mutant_with_what_became_of_it() -> None:
    shown = grade("validate", "gate-max", "--verbose", cwd=ROOT).stdout
    assert '  15: return (dz * x_wins, dz * x_wins) - caught by "generic 1"' in shown
    assert "  14: x_wins = np.asarray(x > y) - declared equivalent" in shown
    assert "39 cases under 3 seeds, 3 equal formulas" in shown


def test_one_broken_file_costs_no_other_problem(tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(ROOT / "tests" / "broken", course)
    for name in SAID:
        if name not in ("no-chinese", "call-no-python"):
            (course / "problems" / "broken" / f"{name}.yaml").unlink()
    unproved = (ROOT / "tests/broken/problems/broken/unproved.yaml").read_text()
    right = unproved.replace("also_right: []", "also_right: [{dx: 2 * dz * x}]")
    (course / "problems" / "broken" / "right.yaml").write_text(right)
    for folder in ("reference", "student_template"):
        shutil.copy(ROOT / "tests/broken" / folder / "broken/unproved.py", course / folder / "broken/right.py")
    lines = grade("validate", "--course", str(course), cwd=tmp_path).stdout.splitlines()
    assert [line for line in lines if line[0] in "✓✗"] == [
        "✗ call-no-python  1 fault",
        "✗ no-chinese  1 fault",
        "✓ right  0 bugs, 18 mutants killed, 0 equivalent",
    ]
