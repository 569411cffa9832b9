"""Chinese text has Chinese punctuation, also where the tool puts it together from names, numbers and sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT, Grade
from test_bad_input import grade

from grader.grading import Options
from grader.reports import FORMS, Form
from grader.words import Language

HAN = "[\u3400-\u9fff]"
FULL = "[\u3001\u3002\uff08\uff09\uff0c\uff1a\uff1b\uff1f]"
HALF_WIDTH = {
    "a comma, a colon or a semicolon": rf"{HAN} *[,;:]|[,;:] *{HAN}",
    "brackets around words": rf"\([^()]*{HAN}[^()]*\)",
    "a list of names before words": rf"\b[A-Za-z]\w*, [A-Za-z]\w*(?!\w|\() *{HAN}",
    "a list of names after words": rf"{HAN}{FULL}? *[\w.-]+, (?:\u2026|[A-Za-z][\w-]*$)",
    "a blank beside Chinese punctuation": rf"(?<=\S) {FULL}|{FULL} (?=[^\s=])",
}
"""In mathematics and in code they are right: (N, M), x = [1, 2]."""


def half_width(text: str) -> dict[str, str]:
    """What is wrong on which line; lines of the student's file and what a CI takes for a command stand as they are."""
    own = re.compile(r"^ *\||\u7b2c \d+ \u884c")
    lines = [re.sub(r"\x1b\[[\d;]*m|^::.*?::|^grade: ", "", line) for line in text.splitlines() if not own.search(line)]
    return {line: what for what, found in HALF_WIDTH.items() for line in lines if re.search(found, line)}


DEMO = {path.name: path for path in (ROOT / "tests/demo").rglob("*.py")}
WRONG_AT_EDGES = """
def gate_mul_backward(x, y, dz):
    dz *= y
    x += 1
    return dz
"""


@pytest.mark.parametrize("form", [Form.terminal, Form.github, Form.junit, Form.gradescope])
def test_a_report(grade_files: Grade, form: Form) -> None:
    report = grade_files({**DEMO, "gate_mul.py": WRONG_AT_EDGES})
    assert half_width(FORMS[form](report, Language.zh)) == {}


@pytest.mark.parametrize("stem", ["linear_row", "bn_backward", "softmax_ce", "relu_backward", "gate_mul"])
def test_a_report_on_one_problem(grade_files: Grade, stem: str) -> None:
    report = grade_files({f"{stem}.py": DEMO[f"{stem}.py"]}, Options(only=(stem.replace("_", "-"),)))
    assert half_width(FORMS[Form.terminal](report, Language.zh)) == {}


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "show gate-mul",
        "show torch-verify-hand",
        "init mine",
        "hint bn-backward mine",
        "graph circuit-add-max --steps",
        "graph linear-row",
        "graph gate-mul --at q=1",
        "submit mine",
        "submit mine -p gate-mul --case none",
        "submit mine --assignment none",
        "explain A1 G5",
    ],
)
def test_a_command(tmp_path: Path, command: str) -> None:
    grade("init", "mine", cwd=tmp_path)
    done = grade(*command.split(), "--lang", "zh", cwd=tmp_path)
    assert re.search(HAN, done.stdout + done.stderr)
    assert half_width(done.stdout + done.stderr) == {}


def test_an_error_of_the_whole_file(grade_files: Grade) -> None:
    report = grade_files({"gate_mul.py": "def gate_mul_backward(x, y, dz)\n"})
    assert half_width(FORMS[Form.github](report, Language.zh).replace("\u7b2c 1 \u884c", "")) == {}
