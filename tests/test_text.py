"""Text that student code wrote: whatever it says, a report holds nothing that a CI takes for a command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from conftest import ROOT, Grade
from test_bad_input import grade as run_grade
from test_bad_input import mul

from grader.cleaning import cleaned
from grader.course import Course
from grader.graded import Report
from grader.grading import Options, grade
from grader.model import Verdict
from grader.reports import FORMS
from grader.reports.accusations import accusations
from grader.reports.classroom50 import GIVEN
from grader.reports.json import read
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission
from grader.words import Language

COMMANDS = (
    "::error::x", " \u2003::set-output name=x::y", "a\n::error::x", "a\r::error::x", "a\u2028::error::x",
    "##[error]x", "a ###[error]x", "##vso[task.complete result=Succeeded;]x", "##teamcity[testFailed name='x']",
)  # fmt: skip
OF_A_LINE = re.compile(r"^(\x1b\[\d+m|\s)*::")
ANYWHERE = re.compile(r"##\w*\[")

raised = "Own = type({text!r}, (Exception,), {{}})\nraise Own({text!r})"
SOURCES = {
    "printed": mul("print({text!r})\nreturn 1"),
    "printed bytes": mul("import sys\nsys.stdout.buffer.write({text!r}.encode())\nreturn dz * y, dz * x"),
    "message": mul("raise ValueError({text!r})"),
    "exception type": mul(raised),
    "no type": mul("raise type('', (Exception,), {{}})({text!r})"),
    "on one case": mul(f"if np.size(x) == 1:\n    {raised.splitlines()[0]}\n    raise Own\nreturn dz * y, dz * x"),
    "class of an answer": mul("return type({text!r}, (), {{}})(), dz * x"),
    "class of the answers": mul("return type({text!r}, (), {{}})()"),
    "text for a number": mul("return {text!r}, {text!r}"),
    "import": mul("raise ModuleNotFoundError(name={text!r})"),
    "missing name": mul("raise NameError(name={text!r})"),
    "not Python": "{text}\n",
    "not Python, says it": "raise SyntaxError({text!r}, ('gate_mul.py', 1, 1, {text!r}))\n",
    "line of the source": "def gate_mul_backward(x, y, dz):\n    1 / 0  # {text}\n",
}


OWN = re.compile(r"::error (?:file=[^:,]+,)?(?:line=\d+,)?title=[^:,]+(?:%3A [^:,]+)?::[^:]")
"""A command of the form `github`: nothing in a property can end it, and its message begins with our words."""


@pytest.fixture(autouse=True)
def _in_classroom50(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GIVEN.values():
        monkeypatch.setenv(name, "x")


def assert_no_command(report: Report) -> None:
    for form, render in FORMS.items():
        for language in Language:
            text = render(report, language)
            assert not ANYWHERE.search(text), form
            lines = text.splitlines()
            if form == "github":
                own = sum(len(accusations(each)) for each in report.problems if each.verdict is not Verdict.UNANSWERED)
                assert [line for line in lines[:own] if not OWN.match(line)] == []
                lines = lines[own:]
            assert not [line for line in lines if OF_A_LINE.match(line)], form


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("where", SOURCES)
def test_nothing_that_student_code_says_is_a_command(grade_files: Grade, where: str, command: str) -> None:
    report = grade_files({"gate_mul.py": SOURCES[where].format(text=command)})
    assert_no_command(report)
    assert len(report.problems) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_no_key_of_a_dict_is_a_command(grade_files: Grade, command: str) -> None:
    source = (ROOT / "reference/networks/net2_relu_sse.py").read_text().replace('"W1": ', f"{command!r}: ")
    report = grade_files({"net2_relu_sse.py": source})
    assert report.problems[0].findings[0].code == "missing-key"
    assert_no_command(report)


@pytest.mark.parametrize("folder", ["::error::x", "a\n::error::x", "##[error]x", "##vso[task.x]y"])
def test_no_path_that_is_handed_in_is_a_command(course: Course, zygotes: Zygotes, tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder
    path.mkdir()
    for name in ("gates/gate_mul", "gate_mul", "gate_add", "gate_max"):
        (path / name).parent.mkdir(exist_ok=True)
        (path / f"{name}.py").write_text(mul("return 1"))
    report = grade(course, load_submission(path, course), zygotes, Options())
    assert_no_command(report)
    assert read(FORMS["json"](report, Language.en)).submission.path == str(path)


@pytest.mark.parametrize(
    "source", ["print(np.sum, mul, object())", "raise KeyError(object(), mul)", "raise ValueError('x' * 270, object())"]
)
def test_where_an_object_lies_is_not_told(grade_files: Grade, course: Course, tmp_path: Path, source: str) -> None:
    """It differs from one zygote to the next; the same submission has the same report."""
    one = grade_files({"gate_mul.py": mul(f"mul = lambda: 0\n{source}\nreturn 1")})
    with Zygotes() as others:
        other = grade(course, load_submission(tmp_path, course), others, Options())
    said = [json.loads(FORMS["json"](report, Language.en))["problems"] for report in (one, other)]
    assert said[0] == said[1]
    assert " at 0x…" in f"{one.problems[0].printed}{one.problems[0].findings}"


def test_what_is_printed_stands_behind_a_bar(grade_files: Grade) -> None:
    report = grade_files({"gate_mul.py": mul("print('one\\n  two')\nreturn dz * y, dz * x")})
    assert "  your code printed:\n    | one\n    |   two\n" in FORMS["terminal"](report, Language.en)
    report = grade_files({"gate_mul.py": mul("print('one\\n' * 9)\nreturn dz * y, dz * x")})
    assert "    | one\n    …\n" in FORMS["terminal"](report, Language.en)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("##[error]x", "# #[error]x"),
        ("##vso[task]", "# #vso[task]"),
        ("###[", "## #["),
        ("#\0#[", "# #["),
        ("## [1] a comment", "## [1] a comment"),
        ("a[#] ## b", "a[#] ## b"),
        ("\x1b[31ma\u202eb\ud800", " [31ma b "),
        ("a\u2028b\u2029c\nd", "a b c d"),
    ],
)
def test_cleaned(text: str, shown: str) -> None:
    assert cleaned(text) == shown


def test_cleaned_text_is_cut_and_stays_so() -> None:
    assert len(cleaned("##[" * 1000, most=100)) == 100
    assert cleaned("a\nb", lines=True) == "a\nb"


def test_every_character_that_could_do_something_is_cleaned_away() -> None:
    harmful = {
        c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c)[0] == "C" or c in "\u2028\u2029"
    }
    assert {c for c in map(chr, range(sys.maxunicode + 1)) if c != " " and cleaned(c) == " "} == harmful


ODD_FOLDERS = [b"esc\x1b]52;c;QQ==\x07\x1b[2J", b"a\n::error::x", b"\xff\xfe no text", "a\u202eb".encode()]


@pytest.mark.parametrize("name", ODD_FOLDERS)
def test_no_command_shows_more_of_a_path_than_its_letters(tmp_path: Path, name: bytes) -> None:
    """Students choose the names of what they hand in; it is on one line of whoever grades it, and moves no cursor."""
    folder = tmp_path / os.fsdecode(name)
    folder.mkdir()
    zipped = tmp_path / os.fsdecode(name + b".zip")
    zipped.write_text("")
    commands = [["submit", str(folder)], ["hint", "gate-mul", str(folder)], ["submit", str(zipped)]]
    for command in commands:
        assert_plain(run_grade(*command, cwd=tmp_path))
    (folder / "gate_mul.py").write_text(mul("return dz * x, dz * x"))
    commands = [["submit", str(folder), "--report"], ["hint", "gate-mul", str(folder)]]
    commands += [["submit", str(folder), "--form", form] for form in FORMS if form != "json"]  # which is for programs
    commands += [["submit", str(folder), "--form", form, "--out", "report"] for form in FORMS]
    for command in commands:
        assert_plain(run_grade(*command, cwd=tmp_path))


def assert_plain(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode in (0, 1, 2), done.stderr
    said = done.stdout + done.stderr
    assert not [c for c in said if unicodedata.category(c)[0] == "C" and c != "\n"]
    assert not [line for line in said.splitlines() if line.startswith("::error::x")]
