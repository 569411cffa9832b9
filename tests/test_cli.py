"""The commands, as a student or a program runs them."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from test_bad_input import grade, mul

from grader import words
from grader.reports.json import read
from grader.sandbox.zygotes import LAYERS, Zygotes

HEAVY = ("numpy", "torch", "pydantic", "yaml", "rich")


def test_list_shows_modules_in_learning_order_and_marks_what_is_answered(tmp_path: Path) -> None:
    assert grade("init", "mine", cwd=tmp_path).returncode == 0
    (tmp_path / "mine/gates/gate_mul.py").write_text(mul("return dz * y, dz * x"))
    shown = grade("list", "mine", cwd=tmp_path).stdout
    assert shown.index("gates ") < shown.index("activations ") < shown.index("deep ") < shown.index("pytorch ")
    assert re.search(r"✓ gate-mul +5 ", shown)
    assert shown.count("✓ gate") == 1
    assert "乘法门" in grade("list", "--lang", "zh", cwd=tmp_path).stdout


def test_list_as_json() -> None:
    listed = json.loads(grade("list", "--json", cwd=ROOT).stdout)
    assert len(listed["problems"]) == 21
    assert {"id": "gate-mul", "module": "gates", "kind": "code", "points": 5.0}.items() <= listed["problems"][1].items()


def test_who_has_written_nothing_yet_is_told_where_to_begin(tmp_path: Path) -> None:
    grade("init", "mine", cwd=tmp_path)
    (tmp_path / "mine/gates/gate_add.py").write_text("def gate_add_backward(x, y, dz): return dz, dz")
    shown = grade("submit", "mine", cwd=tmp_path).stdout
    assert "20 not answered yet" in shown and "what is asked: grade show gate-mul" in shown
    assert "something to mend" not in shown
    for wrong in ("mul", "max", "class"):
        (tmp_path / f"mine/gates/gate_{wrong}.py").write_text("1 / 0")
    shown = grade("submit", "mine", cwd=tmp_path).stdout
    assert "1 more with something to mend; one at a time: grade submit mine -p gate-class" in shown


@pytest.mark.parametrize("language", words.Language)
def test_show_has_statement_signature_and_worked_case(language: str) -> None:
    shown = grade("show", "softmax-ce", "--lang", language, cwd=ROOT).stdout
    for part in ("def softmax_ce(logits, labels):", "∂L/∂o", "softmax-ce", "dlogits = [["):
        assert part in shown
    assert "$" not in shown
    assert "\\frac" not in shown


def test_init_never_overwrites_and_takes_a_module(tmp_path: Path) -> None:
    assert grade("init", "mine", "--module", "losses", cwd=tmp_path).returncode == 0
    file = tmp_path / "mine/losses/softmax_ce.py"
    assert list((tmp_path / "mine").rglob("*.py")) == [file]
    file.write_text("mine")
    done = grade("init", "mine", cwd=tmp_path)
    assert done.returncode == 0
    assert "losses/softmax_ce.py" in done.stdout
    assert file.read_text() == "mine"


def test_exit_codes_and_forms(tmp_path: Path) -> None:
    (tmp_path / "gate_mul.py").write_text(mul("return dz * y, dz * x"))
    right = grade("submit", ".", cwd=tmp_path)
    assert (right.returncode, right.stderr) == (0, "")
    assert right.stdout.startswith("✓ 5 of 5 points")
    assert "\x1b" not in right.stdout
    assert grade("submit", "gate_mul.py", cwd=tmp_path).returncode == 0
    assert grade("submit", ".", "-p", "gates", cwd=tmp_path).returncode == 1
    assert grade("submit", ".", "--out", "report.txt", cwd=tmp_path).stdout == ""
    assert (tmp_path / "report.txt").read_text() == right.stdout
    assert read(grade("submit", ".", "--json", cwd=tmp_path).stdout).points == 5
    assert read(grade("submit", ".", "--form", "json", cwd=tmp_path).stdout).of == 5


def test_the_names_that_others_rely_on(tmp_path: Path, zygotes: Zygotes) -> None:
    (tmp_path / "linear_row.py").write_text((ROOT / "tests/demo/linear/linear_row.py").read_text())
    report = json.loads(grade("submit", ".", "--json", cwd=tmp_path).stdout)
    assert {"schema", "points", "of", "isolation", "problems"} <= report.keys()
    [problem] = report["problems"]
    assert {"id", "verdict", "points", "of", "answers", "diagnoses"} <= problem.keys()
    assert [set(answer) >= {"name", "verdict", "points", "of", "follows"} for answer in problem["answers"]] == [
        True
    ] * 3
    [diagnosis] = problem["diagnoses"]
    named = {"code": "D5", "name": "kept-axis", "certain": True, "answer": "db"}
    assert diagnosis.items() >= named.items()
    assert report["isolation"]["level"] == zygotes.isolation().level


def test_the_same_submission_gets_the_same_report_byte_for_byte() -> None:
    first, second = (json.loads(grade("submit", "tests/demo", "--json", cwd=ROOT).stdout) for _ in range(2))
    assert first.pop("durations").keys() == second.pop("durations").keys()
    assert json.dumps(first) == json.dumps(second)


def test_the_command_that_repeats_a_failing_case_repeats_it() -> None:
    report = json.loads(grade("submit", "tests/demo", "--json", "-p", "bn-backward", cwd=ROOT).stdout)
    [case] = [case for case in report["problems"][0]["cases"] if case["name"] == "generic 1"]
    program, *arguments = __import__("shlex").split(case["repeat"])
    repeated = json.loads(grade(*arguments, "--json", cwd=ROOT).stdout)
    assert program == "grade"
    assert [c["name"] for c in repeated["problems"][0]["cases"]] == ["generic 1"]
    assert repeated["problems"][0]["cases"][0]["inputs"] == case["inputs"]
    assert repeated["of"] == 0


def test_a_secret_seed_draws_other_cases_and_hides_them() -> None:
    demo = ("submit", "tests/demo", "-p", "bn-backward", "--json")
    secret = grade(*demo, cwd=ROOT, GRADE_SEED="a secret")
    report = json.loads(secret.stdout)
    assert "a secret" not in secret.stdout + secret.stderr
    assert report["behind_hidden_cases"] == report["of"] == 20
    [problem] = report["problems"]
    hidden = {case["name"]: case for case in problem["cases"] if case["hidden"]}
    assert hidden.keys() == {case["name"] for case in problem["cases"] if not case["visible"]}
    assert [case["inputs"] or case["repeat"] for case in hidden.values()] == [None] * len(hidden)
    told = [key for finding in problem["findings"] if finding["case"] in hidden for key in finding["params"]]
    assert set(told) <= {"path"}
    text = grade(*demo[:-1], cwd=ROOT, GRADE_SEED="a secret").stdout
    assert "hidden cases" in text


def test_an_empty_seed_is_none() -> None:
    """As a CI leaves the variable where it has no secrets to give, such as for a pull request from a fork."""
    demo = "submit", "tests/demo", "-p", "gate-mul", "--json"
    reports = [json.loads(grade(*demo, cwd=ROOT, **seed).stdout) for seed in ({}, {"GRADE_SEED": ""})]
    assert [report.pop("durations") is not None for report in reports] == [True, True]
    assert reports[0] == reports[1]


def test_help_is_light_and_teaches() -> None:
    code = (
        "import sys; sys.argv = ['grade', '--help']\n"
        "from grader import cli\nfrom grader.sandbox.zygotes import Zygotes\n"
        "try: cli.app([])(obj=Zygotes())\n"
        f"except SystemExit: print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.rstrip().endswith("[]")
    for text in ("grade list", "grade show gate-mul", "grade init my_solution", "Exit codes"):
        assert text in " ".join(done.stdout.split())
    assert "Multiply the limits of time" in " ".join(grade("submit", "--help", cwd=ROOT).stdout.split())


def test_version_and_completion() -> None:
    from grader import __version__

    assert grade("--version", cwd=ROOT).stdout == f"grade {__version__}\n"
    found_no_shell = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}  # as where none of its parents is one
    shown = grade("--show-completion", "bash", cwd=ROOT, **found_no_shell)
    assert "complete" in shown.stdout


def test_a_bug_of_ours_is_exit_code_3_and_says_what_to_report(tmp_path: Path) -> None:
    broken = "import grader.course\ngrader.course.find_course = None\nfrom grader.__main__ import main\nmain()"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    argv = [sys.executable, "-c", f"import sys\nsys.argv[1:] = ['list']\n{broken}"]
    done = subprocess.run(argv, capture_output=True, text=True, cwd=tmp_path, env=env)
    assert done.returncode == 3
    assert "a bug of backgrade, not yours" in done.stderr
    assert "grade --version" in done.stderr


WITHOUT_NUMPY = """
import sys
find = sys.meta_path[-1].find_spec

class Finder:
    def find_spec(self, name, *rest):
        return None if name == "numpy" else find(name, *rest)

sys.meta_path[-1] = Finder()
from grader.__main__ import main
main()
"""


@pytest.mark.parametrize("asked", [["submit", "."], ["submit", ".", "-p", "gates"], ["watch", "."], ["list"]])
@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "cold"])
def test_numpy_that_is_not_installed_is_one_line(asked: list[str], is_kept: bool, tmp_path: Path) -> None:
    for name in ("gate_mul", "gate_add"):
        (tmp_path / f"{name}.py").write_text(mul("return dz * y, dz * x"))
    env = {**os.environ, "PYTHONPATH": str(ROOT)} | ({} if is_kept else {"XDG_CACHE_HOME": str(tmp_path)})
    argv = [sys.executable, "-c", WITHOUT_NUMPY, *asked, "--lang", "en"]
    done = subprocess.run(argv, capture_output=True, text=True, cwd=tmp_path, env=env, stdin=subprocess.DEVNULL)
    if not (is_kept and asked == ["list"]):  # which needs none
        said = "grade: numpy is not installed; try: pip install numpy\n"
        assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize("asked", [["doctor"], ["submit", "."], ["submit", ".", "--require-isolation", "1"]])
@pytest.mark.parametrize("is_answered", [True, False])
@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "cold"])
def test_processes_that_die_as_they_start_are_one_line(
    asked: list[str], *, is_answered: bool, is_kept: bool, tmp_path: Path
) -> None:
    template = (ROOT / "student_template/gates/gate_mul.py").read_text()
    (tmp_path / "gate_mul.py").write_text(mul("return dz * y, dz * x") if is_answered else template)
    code = "from grader.sandbox import spawning; spawning.START = ''; from grader.__main__ import main; main()"
    argv = [sys.executable, "-c", code, *asked, "--lang", "en"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)} | ({} if is_kept else {"XDG_CACHE_HOME": str(tmp_path)})
    done = subprocess.run(argv, capture_output=True, text=True, cwd=tmp_path, env=env)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "cannot be kept alive here" in done.stderr


def test_a_reader_that_leaves_is_no_error() -> None:
    argv = f"{sys.executable} -m grader schema | head -1"
    done = subprocess.run(argv, shell=True, capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("{\n", "")


@pytest.mark.slow
def test_the_wheel_in_an_empty_environment(tmp_path: Path) -> None:
    """Built from this checkout, installed elsewhere, run from an empty folder."""

    def run(*argv: str | Path, cwd: Path = tmp_path, **env: str) -> Any:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        done = subprocess.run([*map(str, argv)], capture_output=True, text=True, cwd=cwd, env=environment | env)
        assert done.returncode in (0, 1), done.stderr
        return done

    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path / "dist", ROOT)
    venv.create(tmp_path / "venv", with_pip=True)
    tools = tmp_path / "venv" / "bin"
    run(tools / "pip", "install", "--quiet", next((tmp_path / "dist").glob("*.whl")))
    (tmp_path / "empty").mkdir()
    command = tools / "grade"
    assert "21 problems" in run(command, "list", cwd=tmp_path / "empty").stdout
    run(command, "init", "mine", cwd=tmp_path / "empty")
    (tmp_path / "empty/mine/gates/gate_mul.py").write_text(mul("return dz * y, dz * x"))
    done = run(command, "submit", "mine", "-p", "gate-mul", cwd=tmp_path / "empty")
    assert (done.returncode, done.stdout[:16]) == (0, "✓ 5 of 5 points.")
    done = run(command, "submit", "mine", "-p", "gate-mul", "--form", "html", cwd=tmp_path / "empty")
    assert done.stdout.startswith("<!doctype html>")
    top_level = {path.name for path in (tools.parent / "lib").glob("python*/site-packages/*") if "grade" in path.name}
    assert top_level == {"grader", "backgrade-0.1.0.dist-info"}


def own_course(folder: Path) -> None:
    """A course whose reference is wrong, and an answer that agrees with it."""
    wrong = mul("return dz, dz")
    for part in ("problems", "reference"):
        (folder / part / "gates").mkdir(parents=True)
    statement = (ROOT / "problems/gates/gate-mul.yaml").read_text().partition("\nbugs:")[0]
    (folder / "problems/gates/gate-mul.yaml").write_text(statement + "\n")
    for place in ("reference/gates", "."):
        (folder / place / "gate_mul.py").write_text(wrong)


@pytest.mark.parametrize("handed_in", [".", "{}", "link"])
def test_a_course_in_what_is_handed_in_is_passed_over(handed_in: str, tmp_path: Path) -> None:
    """As a student's repository may have one, where it is graded by `grade submit .`; it is taken where it is named."""
    own_course(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path)
    argv = ["submit", handed_in.format(tmp_path), "-p", "gate-mul"]
    assert grade(*argv, cwd=tmp_path).stdout.startswith("✗ 0 of 5 points")
    assert grade(*argv, "--course", ".", cwd=tmp_path).stdout.startswith("✓ 5 of 5 points")


@pytest.mark.parametrize("path", ["{}", ":{}", "{}:", ".:{}"])
def test_no_file_of_the_working_directory_is_run_in_the_host(path: str, tmp_path: Path) -> None:
    """Also where PYTHONPATH has an empty entry, as `PYTHONPATH=$PYTHONPATH:/more` makes it."""
    (tmp_path / "gate_mul.py").write_text(mul("return dz * y, dz * x"))
    for name in ("typer", "numpy", "socket", "json"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\n")
    done = grade("submit", ".", cwd=tmp_path, PYTHONPATH=path.format(ROOT))
    assert (done.returncode, (tmp_path / "ran").exists()) == (0, False)


INTERRUPTING = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from grader.__main__ import main

due = True

def interrupt():
    global due
    if due:
        due = False
        os.kill(os.getpid(), signal.SIGINT)

class Finder:
    def find_spec(self, name, *_):
        if name == AT: interrupt()

def before(place, name):
    called = getattr(place, name)
    setattr(place, name, lambda *given: (interrupt(), called(*given))[1])

def after(place, name):
    called = getattr(place, name)
    setattr(place, name, lambda *given: (called(*given), interrupt())[0])

sys.meta_path.insert(0, Finder())
"""
"""What gets one Ctrl-C at a moment of one's choice."""


@pytest.mark.parametrize(
    "moment",
    [
        "AT = 'grader.cli'; main()",
        "AT = 'numpy'; main()",
        "AT = ''; from grader.sandbox.zygotes import Zygote; after(Zygote, '_number'); main()",
        "AT = ''; from grader.sandbox.zygotes import Zygote; before(Zygote, '_reap'); main()",
    ],
    ids=["while the tool is imported", "while numpy is", "a reply is lost", "at the end"],
)
def test_ctrl_c_ends_the_command_at_once_and_without_a_word(moment: str, tmp_path: Path) -> None:
    (tmp_path / "gate_mul.py").write_text(mul("return dz * y, dz * x"))
    argv = [sys.executable, "-c", INTERRUPTING + moment, "submit", ".", "--out", "report"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    start = time.monotonic()
    done = subprocess.run(argv, cwd=tmp_path, env=env, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
    assert time.monotonic() - start < 5


def test_ctrl_c_leaves_no_process_where_the_zygote_is_stopped(tmp_path: Path) -> None:
    """Without isolation a student can do that, and start others."""
    stop = (
        "import os, signal, time\n"
        "if not (child := os.fork()):\n"
        "    os.setsid()\n"
        "    time.sleep(60)\n"
        f"os.mkdir(f'{tmp_path}/started-{{child}}')\n"
        "os.kill(os.getppid(), signal.SIGSTOP)\n"
        "return dz * y, dz * x"
    )
    (tmp_path / "gate_mul.py").write_text(mul(stop))
    run = "from grader import cli, __main__; from grader.sandbox.zygotes import Zygote, Zygotes"
    run += "; signal.signal(signal.SIGINT, __main__._leave)"
    code = f"{INTERRUPTING}AT = ''; {run}; before(Zygote, '_reap'); cli.main(Zygotes(0))"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code, "submit", "."], cwd=tmp_path, env=env, stderr=subprocess.DEVNULL)
    started = [folder.name.partition("-")[2] for folder in tmp_path.glob("started-*")]
    assert done.returncode == 130
    assert started
    assert not [pid for pid in started if Path("/proc", pid).exists()]


def test_a_command_starts_where_children_are_ignored(tmp_path: Path) -> None:
    (tmp_path / "gate_mul.py").write_text(mul("return dz * y, dz * x"))
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN); from grader.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "submit", "."], cwd=tmp_path, env=env, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_command_starts_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = f"rmdir ../gone; exec {sys.executable} -m grader --help"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path / "gone", env=env, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams_do_not_change_the_exit_code(closed: str, tmp_path: Path) -> None:
    (tmp_path / "gate_mul.py").write_text(mul("return dz * y, dz * x"))
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = f"{sys.executable} -m grader submit . {closed}"
    assert subprocess.run(["sh", "-c", command], cwd=tmp_path, env=env).returncode == 0


# --- isolation --------------------------------------------------------------------------------------------


def at_level(level: int, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command with at most this level of isolation."""
    start = f"from grader import cli; from grader.sandbox.zygotes import Zygotes; cli.main(Zygotes({level}))"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return subprocess.run([sys.executable, "-c", start, *arguments], cwd=cwd, env=env, capture_output=True, text=True)


def test_what_is_required_is_refused_where_it_is_not_had(tmp_path: Path, zygotes: Zygotes) -> None:
    if not zygotes.isolation().landlock:
        pytest.skip("this machine has no Landlock, which level 1 is here; see grade doctor")
    (tmp_path / "gate_mul.py").write_text(mul("return dz * y, dz * x"))
    refused = at_level(1, "submit", ".", "--require-isolation", "2", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "level 1 only, on this machine, and 2 is required" in refused.stderr
    assert at_level(1, "submit", ".", "--require-isolation", "1", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_doctor_says_of_every_layer_whether_it_is_there(lang: str, tmp_path: Path, zygotes: Zygotes) -> None:
    has = zygotes.isolation()
    said = {level: at_level(level, "doctor", "--lang", lang, cwd=tmp_path).stdout for level in (0, 1, 2, 3)}
    there = [getattr(has, layer) for layer in LAYERS]
    assert [said[level].count("✗") for level in said] == [3 - sum(map(bool, there[:level])) for level in said]
    texts = importlib.import_module(f"grader.words.{lang}").TEXTS
    assert all(texts[f"raise-{layer}"] in said[0] for layer in LAYERS)


def test_guests_are_asked_before_what_judges_is_imported() -> None:
    """Importing numpy takes longer than grading; guests are at work meanwhile."""
    modules = "sys, grader.grading, grader.reports, grader.submission"
    command = f"import {modules}; print({{'numpy', 'grader.graded'}} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "set()\n"
