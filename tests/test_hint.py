"""`grade hint`: one more each time, about the answer first; remembered by folder, whatever a student writes there."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from test_bad_input import grade, mul
from typer.testing import CliRunner

from grader.cli import app
from grader.course import read_course
from grader.diagnosis.families import code_of, families
from grader.hints import _as_text, _numbered
from grader.reports.columns import columns
from grader.sandbox.zygotes import Zygotes
from grader.words import Language, say

COURSE = read_course(ROOT)
SWAPPED, SIGN, RIGHT = "return dz * x, dz * y", "return -dz * y, -dz * x", "return dz * y, dz * x"
LOOK, FORMULA, LINE = "Hold y fixed", "∂L/∂x = dz ⊙ y", "`dx` is `dz * y`"
STATE = ".grade/hints.json"

Hint = Callable[..., str]


def answered(folder: Path, body: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "gate_mul.py").write_text(mul(body))
    return folder


@pytest.fixture
def hint(zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch) -> Hint:
    """`grade hint` in this process, whose zygote is there already: so many calls would start so many."""
    monkeypatch.chdir(ROOT)

    def run(folder: Path, *arguments: str, problem: str = "gate-mul") -> str:
        argv = ["hint", problem, str(folder), "--lang", "en", *arguments]
        done = CliRunner().invoke(app(argv), argv, obj=zygotes, catch_exceptions=False)
        assert (done.exit_code, done.stderr) == (0, "")
        return done.stdout

    return run


def told(shown: str) -> list[str]:
    """The hints of one call, without their numbers, which are checked."""
    numbered = re.findall(r"^(\d+)\. +(.*?)(?=\n\n)", shown, re.MULTILINE | re.DOTALL)
    assert [number for number, _ in numbered] == [str(i) for i in range(1, len(numbered) + 1)]
    return [text for _, text in numbered]


# --- the ladder -------------------------------------------------------------------------------------------


def test_each_call_gives_the_next_about_the_answer_first(tmp_path: Path, hint: Hint) -> None:
    shutil.copytree(ROOT / "tests/demo", tmp_path / "mine")
    calls = [hint(tmp_path / "mine", problem="bn-backward") for _ in range(7)]
    hints = [told(call) for call in calls]
    assert [len(texts) for texts in hints] == [1, 2, 3, 4, 5, 6, 6]
    assert all(later[: len(earlier)] == earlier for earlier, later in itertools.pairwise(hints))
    symptom, smallest, mistake, look, formula, line = hints[-1]
    assert symptom.startswith("out, dbeta, dgamma right; first wrong: dx")
    assert 'dx on "by hand", at (2, 0): got -8, expected -2' in symptom
    assert "= 6 × 0.8 + (-4) × 0.8 + (-0.72) × 0.8 (upstream × local)" in smallest
    assert "variance-path-missing: grade explain G2" in mistake and "take the gradient" in mistake
    assert look.startswith("An entry of x acts on") and "∂L/∂x_ij" in formula and "`g = dout * gamma`" in line
    for left, call in zip((5, 4, 3, 2, 1), calls, strict=False):
        assert f"{left} more; the next: grade hint bn-backward {tmp_path / 'mine'}\n" in call
    for call in calls[5:]:
        commands = ["show bn-backward", f"submit {tmp_path / 'mine'} -p bn-backward", "explain G2"]
        assert "\n".join(["To go on:", *(f"  grade {command}" for command in commands)]) in call


def test_an_answer_that_stops_with_an_error_is_told_in_one_hint(tmp_path: Path, hint: Hint) -> None:
    folder = answered(tmp_path, "return dz / nothing")
    calls = [told(hint(folder)) for _ in range(2)]
    assert calls[0] == ["NameError: name 'nothing' is not defined (line 4: return dz / nothing)"]
    assert calls[1][1].startswith(LOOK)


@pytest.mark.parametrize("here", [[], ["gates/gate_mul.py"]], ids=["nothing", "the template"])
def test_without_an_answer_the_problem_has_hints_of_its_own(here: list[str], tmp_path: Path, hint: Hint) -> None:
    for file in here:
        (tmp_path / file).parent.mkdir()
        shutil.copy(ROOT / "student_template" / file, tmp_path / file)
    calls = [hint(tmp_path) for _ in range(4)]
    assert f"There is no answer in {tmp_path} yet" in calls[0]
    assert [len(told(call)) for call in calls] == [1, 2, 3, 3]
    assert all(text.startswith(start) for text, start in zip(told(calls[3]), (LOOK, "The local", LINE), strict=True))
    assert FORMULA in calls[1] and FORMULA not in calls[0]
    assert "That was all. To go on:\n  grade show gate-mul\n  grade submit" in calls[3]


def test_a_right_answer_is_said_so_with_why_and_what_else_to_try(tmp_path: Path, hint: Hint) -> None:
    folder = answered(tmp_path, RIGHT)
    first, second = hint(folder), hint(folder)
    assert "Your answer is right: there is nothing to mend." in first
    assert told(first)[0].startswith("The slope along one factor is the other factor")
    assert LOOK in told(second)[1]


def test_another_mistake_begins_anew_and_the_problems_own_hints_stay_taken(tmp_path: Path, hint: Hint) -> None:
    folder = answered(tmp_path, SWAPPED)
    swapped = [told(hint(folder)) for _ in range(4)][-1]
    assert "operands-swapped" in swapped[2] and swapped[3].startswith(LOOK)
    answered(tmp_path, "z = x * y  # the same mistake on another line\n" + SWAPPED)
    assert FORMULA in told(hint(folder))[4]
    answered(tmp_path, SIGN)
    look, formula, symptom = told(hint(folder))
    assert look.startswith(LOOK) and FORMULA in formula and 'dx on "' in symptom
    symptom, smallest, mistake, look, formula, line = [told(hint(folder)) for _ in range(3)][-1]
    assert 'dx on "' in symptom and smallest.startswith("The smallest input") and "sign: grade explain A5" in mistake
    assert look.startswith(LOOK) and FORMULA in formula and line.startswith(LINE)
    answered(tmp_path, RIGHT)
    assert told(hint(folder))[3].startswith("The slope along one factor")


def test_a_wrong_answer_without_a_name_begins_anew_when_its_numbers_change(tmp_path: Path, hint: Hint) -> None:
    folder = answered(tmp_path, "return dz * y + x * 0.37 - 0.1, dz * x")
    assert [len(told(hint(folder))) for _ in range(2)] == [1, 2]
    answered(tmp_path, "return dz * y + x * 0.57 - 0.1, dz * x")
    assert len(told(hint(folder))) == 1


def test_folders_and_problems_are_apart(tmp_path: Path, hint: Hint) -> None:
    one, other = answered(tmp_path / "one", SWAPPED), answered(tmp_path / "other", SWAPPED)
    hint(one)
    assert len(told(hint(one))) == 2
    assert len(told(hint(other))) == 1
    assert len(told(hint(one, problem="gate-add"))) == 1
    assert len(told(hint(one))) == 3


def test_the_folder_is_the_one_where_the_command_runs_or_that_of_a_file(tmp_path: Path, hint: Hint) -> None:
    folder = answered(tmp_path / "mine", SWAPPED)
    assert "; the next: grade hint gate-mul\n" in grade("hint", "gate-mul", cwd=folder).stdout
    beside = grade("hint", "gate-mul", "--lang", "en", cwd=tmp_path).stdout
    assert "no answer in the folder you are in. If yours is elsewhere: grade hint gate-mul my_solution\n" in beside
    assert len(told(hint(folder / "gate_mul.py"))) == 2


@pytest.mark.parametrize("language", Language)
def test_both_languages(language: Language, tmp_path: Path) -> None:
    folder = answered(tmp_path, SIGN)
    shown = [grade("hint", "gate-mul", str(folder), "--lang", language, cwd=ROOT).stdout for _ in range(6)][-1]
    own = [_as_text(text, language).split() for text in COURSE.problem("gate-mul").hints]
    assert [text.split() for text in told(shown)[3:]] == own
    assert say(language, "hint-last", commands="").rstrip() in shown


# --- what an assignment allows ----------------------------------------------------------------------------


def a_course(folder: Path, module: str) -> Path:
    """A course with one module of the built-in one, to be changed."""
    for name in ("problems", "reference", "student_template"):
        shutil.copytree(ROOT / name / module, folder / name / module)
    return folder


def test_where_backprop_is_asked_for_differences_are_told(tmp_path: Path, hint: Hint) -> None:
    course = a_course(tmp_path / "course", "activations")
    statement = course / "problems/activations/sigmoid-backward.yaml"
    statement.write_text(statement.read_text(encoding="utf-8") + "backprop: true\n", encoding="utf-8")
    folder = tmp_path / "mine"
    folder.mkdir()
    differences = ROOT / "tests/submissions/activations/sigmoid_backward/right_central_differences.py"
    shutil.copy(differences, folder / "sigmoid_backward.py")
    [first] = told(hint(folder, "--course", str(course), problem="sigmoid-backward"))
    assert "this gradient is found by differences" in " ".join(first.split())


@pytest.mark.parametrize(("level", "hints"), [("symptom", 1), ("family", 3), ("full", 3)])
def test_an_assignment_sets_how_much_is_told_of_the_answer(level: str, hints: int, tmp_path: Path, hint: Hint) -> None:
    course = a_course(tmp_path / "course", "gates")
    text = (ROOT / "course.yaml").read_text(encoding="utf-8").partition("  activations:")[0]
    assigned = f"assignments:\n  w1:\n    title: {{en: a, zh: b}}\n    problems: [gate-mul]\n    feedback: {level}\n"
    (course / "course.yaml").write_text(text + assigned, encoding="utf-8")
    folder = answered(tmp_path / "mine", SWAPPED)
    to_level = ["--course", str(course), "--assignment", "w1"]
    texts = [told(hint(folder, *to_level)) for _ in range(hints + 1)][-1]
    assert texts[hints].startswith(LOOK)
    family, about_it = families()[code_of("operands-swapped")], " ".join(" ".join(texts[:hints]).split())
    assert (family.message["en"] in about_it) is (level != "symptom")
    assert (family.hint["en"] in about_it) is (level == "full")
    done = grade("hint", "gate-add", str(folder), *to_level, "--lang", "en", cwd=ROOT)
    assert (done.returncode, "not part of the assignment" in done.stderr) == (2, True)


# --- what a folder remembers ------------------------------------------------------------------------------


def test_what_is_remembered_is_no_part_of_the_submission(tmp_path: Path, hint: Hint) -> None:
    folder = answered(tmp_path, SWAPPED)
    before = json.loads(grade("submit", str(folder), "--json", cwd=ROOT).stdout)["submission"]
    hint(folder)
    (folder / ".grade/gate_add.py").write_text("x")
    assert json.loads((folder / STATE).read_text()).keys() == {"gate-mul"}
    assert json.loads(grade("submit", str(folder), "--json", cwd=ROOT).stdout)["submission"] == before


def a_link_to_a_folder(folder: Path, outside: Path) -> None:
    (folder / ".grade").symlink_to(outside)


def a_link_to_nothing(folder: Path, outside: Path) -> None:
    (folder / ".grade").symlink_to(outside / "nothing")


def a_file(folder: Path, outside: Path) -> None:
    (folder / ".grade").write_text("mine")


def links_to_files(folder: Path, outside: Path) -> None:
    (folder / ".grade").mkdir()
    for name in ("hints.json", "hints.json.new"):
        (folder / ".grade" / name).symlink_to(outside / "precious")


def a_folder_of_that_name(folder: Path, outside: Path) -> None:
    (folder / STATE / "x").mkdir(parents=True)


def a_pipe(folder: Path, outside: Path) -> None:
    (folder / ".grade").mkdir()
    os.mkfifo(folder / STATE)


def written(text: str | bytes) -> Callable[[Path, Path], None]:
    def write(folder: Path, outside: Path) -> None:
        (folder / ".grade").mkdir()
        (folder / STATE).write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


HOSTILE: dict[str, tuple[Callable[[Path, Path], None], bool]] = {
    "a link to a folder": (a_link_to_a_folder, False),
    "a link to nothing": (a_link_to_nothing, False),
    "a file": (a_file, False),
    "links to files": (links_to_files, True),
    "a folder of that name": (a_folder_of_that_name, False),
    "a pipe": (a_pipe, True),
    "no json": (written("{"), True),
    "no text": (written(b"\xff\xfe\x00"), True),
    "a list": (written("[1, 2]"), True),
    "nested": (written("[" * 60_000), True),
    "nested inside": (written('{"gate-mul": ' + '{"a": ' * 300 + "1" + "}" * 301), True),
    "a long number": (written('{"gate-mul": ' + "9" * 50_000 + "}"), True),
    "no entry": (written('{"gate-mul": 3}'), True),
    "below none": (written('{"gate-mul": {"mistake": "", "of_mistake": 0, "of_problem": -7}}'), True),
    "no numbers": (written('{"gate-mul": {"mistake": "", "of_mistake": [], "of_problem": "\\ud800"}}'), True),
    "infinite": (written('{"gate-mul": {"mistake": "", "of_mistake": Infinity, "of_problem": NaN}}'), True),
    "huge": (written('{"a": "' + "x" * 20_000_000 + '"}'), True),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_state_does_no_harm(name: str, tmp_path: Path, hint: Hint) -> None:
    prepare, remembers = HOSTILE[name]
    folder, outside = answered(tmp_path / "mine", SWAPPED), tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("mine")
    prepare(folder, outside)
    first, second = hint(folder), hint(folder)
    assert len(told(first)) == 1
    assert len(told(second)) == (2 if remembers else 1)
    assert ("cannot be written there" in second) is not remembers
    assert [(file.name, file.read_text()) for file in outside.iterdir()] == [("precious", "mine")]
    assert not list(folder.glob(".grade/*.new"))


@pytest.mark.parametrize("far", [10**6, 10**300])
def test_more_than_all_taken_is_all(far: int, tmp_path: Path, hint: Hint) -> None:
    (tmp_path / ".grade").mkdir()
    entry = {"mistake": "unanswered", "of_mistake": far, "of_problem": far}
    (tmp_path / STATE).write_text(json.dumps({"gate-mul": entry}))
    shown = hint(tmp_path)
    assert len(told(shown)) == 3 and "That was all" in shown


# --- what is refused, and what is written -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gate-mull"], 'did you mean "gate-mul"?'),
        (["gates"], "gates is a module of several problems"),
        (["gate-mul", "nowhere"], "nowhere: no such file or folder"),
        (["gate-mul", ".", "--assignment", "week-9"], 'there is no assignment "week-9"'),
    ],
)
def test_what_the_user_can_mend_is_one_line(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = grade("hint", *arguments, "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", COURSE.ids)
def test_every_problem_has_three_hints_that_a_terminal_can_show(name: str) -> None:
    problem = COURSE.problem(name)
    assert len(problem.hints) == 3 and problem.after is not None
    for language in Language:
        texts = [_as_text(text, language) for text in (*problem.hints, problem.after)]
        assert [text for text in texts if re.search(r"[$\\]", text)] == []
        assert len(set(texts)) == 4
        shown = [line for text in texts for line in _numbered(1, text, 100).splitlines()]
        assert [line for line in shown if columns(line) > 100] == []
        look, _, line = texts[:3]
        assert re.search(r"[?\uff1f]", look) and "`" in line
        has_chinese = [bool(re.search(r"[\u4e00-\u9fff]", text)) for text in texts]
        assert language is Language.zh or not any(has_chinese)
