"""The forms of a report for CI: each says what is checked in, and is read back by a parser that is not ours."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from conftest import ROOT, Grade, on_a_runner
from test_bad_input import grade as run_grade
from test_bad_input import mul
from test_docs import blocks, environment, page

from grader import strict_yaml
from grader.course import Course
from grader.graded import Report
from grader.grading import Options, grade
from grader.model import Feedback, Verdict
from grader.reports import FORMS, Form
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission
from grader.words import Language

RUNNER = {
    "CLASSROOM": "course", "ASSIGNMENT": "week-1", "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://example.org/c", "RELEASE_URL": "https://example.org/r", "REVIEW_URL": "https://example.org/d",
}  # fmt: skip
GOLDEN = {
    Form.github: "github.txt",
    Form.junit: "junit.xml",
    Form.gradescope: "gradescope.json",
    Form.classroom50: "classroom50.json",
    Form.csv: "csv.csv",
}


@pytest.fixture(autouse=True)
def _in_a_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    for name, value in RUNNER.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def mixed(course: Course, zygotes: Zygotes) -> Report:
    """The prepared folder of right and wrong answers, as graded from the top of the repository."""
    here = os.getcwd()
    os.chdir(ROOT)
    try:
        return grade(course, load_submission(Path("tests/demo"), course), zygotes, Options())
    finally:
        os.chdir(here)


# --- what is checked in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", GOLDEN)
def test_a_mixed_submission_is_written_as_it_is_checked_in(form: Form, mixed: Report) -> None:
    name = f"tests/forms/{GOLDEN[form]}"
    shown = (ROOT / name).read_text(encoding="utf-8").removesuffix("\n")
    assert FORMS[form](mixed, Language.en) == shown, f"grade submit tests/demo --form {form} --out {name}"


def test_every_form_for_programs_is_checked_in() -> None:
    assert {*GOLDEN, Form.terminal, Form.json, Form.html} == {*Form}
    assert sorted(GOLDEN.values()) == sorted(path.name for path in (ROOT / "tests/forms").iterdir())


@pytest.mark.parametrize("form", [Form.junit, Form.gradescope, Form.github])
def test_sentences_are_in_the_language_asked_for(form: Form, mixed: Report) -> None:
    assert "keepdims=True" in FORMS[form](mixed, Language.zh)
    assert "你的第 7 行" in FORMS[form](mixed, Language.zh)


# --- GitHub -----------------------------------------------------------------------------------------------

COMMAND = re.compile(r"::(?P<name>[\w-]+)(?: (?P<properties>.*?))?::(?P<data>.*)")
ESCAPES = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def unescaped(text: str) -> str:
    for code, char in ESCAPES:
        text = text.replace(code, char)
    return text


def commands(text: str) -> list[dict[str, str]]:
    """What a runner takes for commands: a line that begins with one, leading blanks or not."""
    found = []
    for line in text.splitlines():
        if match := COMMAND.fullmatch(line.strip()):
            pairs = dict(pair.split("=", 1) for pair in (match["properties"] or "").split(","))
            given = {key: unescaped(value) for key, value in pairs.items()}
            found.append({"command": match["name"], **given, "message": unescaped(match["data"])})
    return found


def test_annotations_stand_on_the_lines_that_are_wrong(mixed: Report) -> None:
    found = commands(FORMS["github"](mixed, Language.en))
    assert [each["title"] for each in found] == [
        "relu-backward: kink-convention",
        "linear-row: kept-axis",
        "softmax-ce: overflow",
        "bn-backward: variance-path-missing",
    ]
    shown = [smallest for problem in mixed.problems for smallest in problem.smallest]
    for each, smallest in zip(found, shown, strict=True):
        assert each.keys() == {"command", "file", "line", "title", "message"}
        assert each["command"] == "error"
        lines = (ROOT / each["file"]).read_text(encoding="utf-8").splitlines()
        assert lines[int(each["line"]) - 1].strip() == smallest.source
        assert f"your line {each['line']}: {smallest.source}" in each["message"].splitlines()[-1]


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        (mul("raise ValueError('50%0A::error::x, y:\\nz')"), "4", "ValueError: 50%0A::error::x, y: z"),
        ("def gate_mul_backward(x, y, dz:\n    return\n", "1", "not Python"),
        (mul("x *= 2\nreturn dz * y, dz * x"), None, "argument"),
    ],
)
def test_what_stops_a_file_is_an_annotation_too(grade_files: Grade, source: str, line: str | None, said: str) -> None:
    report = grade_files({"gate_mul.py": source})
    found = commands(FORMS["github"](report, Language.en))
    assert found[0].get("line") == line or line is None
    assert {each["file"] for each in found} == {f"{report.submission.path}/gate_mul.py"}
    assert any(said in each["message"] for each in found), found


def test_a_file_that_is_handed_in_by_itself_is_named_as_it_was_given(
    course: Course, zygotes: Zygotes, tmp_path: Path
) -> None:
    (tmp_path / "gate_mul.py").write_text(mul("return dz * x, dz * x"))
    report = grade(course, load_submission(tmp_path / "gate_mul.py", course), zygotes, Options())
    assert commands(FORMS["github"](report, Language.en))[0]["file"] == str(tmp_path / "gate_mul.py")


def test_what_is_right_or_not_answered_has_no_annotation(grade_files: Grade) -> None:
    template = ROOT / "student_template/gates/gate_add.py"
    report = grade_files({"gate_mul.py": mul("return dz * y, dz * x"), "gate_add.py": template})
    text = FORMS["github"](report, Language.en)
    assert commands(text) == []
    assert "| gate-add | 0/5 | · not answered yet |  |" in text


def test_the_summary_is_added_to_the_page_that_github_names(tmp_path: Path) -> None:
    shown_page = tmp_path / "summary.md"
    shown_page.write_text("from another step\n")
    done = run_grade("submit", "tests/demo", "--form", "github", cwd=ROOT, GITHUB_STEP_SUMMARY=str(shown_page))
    assert done.returncode == 1
    assert len(commands(done.stdout)) == len(done.stdout.splitlines()) == 4
    first, headline, *rest = shown_page.read_text(encoding="utf-8").splitlines()
    assert (first, headline) == ("from another step", "## ✗ 44.5 of 56 points")
    assert commands("\n".join(rest)) == []
    assert rest.count("```text") == rest.count("```") == 4
    other = tmp_path / "all.txt"
    run_grade(
        "submit", "tests/demo", "--form", "github", "--out", str(other), cwd=ROOT, GITHUB_STEP_SUMMARY=str(shown_page)
    )
    assert len(shown_page.read_text(encoding="utf-8").splitlines()) == 2 + len(rest), "--out takes all of it elsewhere"
    assert other.read_text(encoding="utf-8") == (ROOT / "tests/forms/github.txt").read_text(encoding="utf-8")


def test_no_text_of_a_student_ends_the_fence(grade_files: Grade) -> None:
    report = grade_files({"gate_mul.py": mul("raise ValueError('\\n```\\n# <script>\\n::error::x')")})
    lines = FORMS["github"](report, Language.en).splitlines()
    inside = lines[lines.index("```text") + 1 :]
    assert inside.index("```") == len(inside) - 1 == 1
    assert "<script>" in inside[0]


# --- the others -------------------------------------------------------------------------------------------


def test_junit_is_read_by_a_parser_of_xml(mixed: Report) -> None:
    root = ElementTree.fromstring(FORMS["junit"](mixed, Language.en))
    assert (root.tag, root.attrib) == (
        "testsuites",
        {"name": mixed.course, "tests": "15", "failures": "5", "errors": "0", "skipped": "0"},
    )
    for suite, problem in zip(root, mixed.problems, strict=True):
        cases = suite.findall("testcase")
        assert (suite.tag, suite.get("name"), int(suite.get("tests", ""))) == ("testsuite", problem.id, len(cases))
        assert [case.get("name") for case in cases] == [answer.name for answer in problem.answers]
        assert {(ROOT / case.get("file", "")).is_file() for case in cases} == {True}
        right = [answer.verdict is Verdict.CORRECT for answer in problem.answers]
        assert [len(case) == 0 for case in cases] == right
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures", "")) == right.count(False)


def test_what_stopped_is_an_error_and_what_is_not_answered_is_skipped(grade_files: Grade) -> None:
    template = ROOT / "student_template/gates/gate_add.py"
    report = grade_files({"gate_mul.py": mul("raise ValueError('why')"), "gate_add.py": template})
    root = ElementTree.fromstring(FORMS["junit"](report, Language.en))
    assert [len(root.findall(f".//{kind}")) for kind in ("failure", "error", "skipped")] == [0, 2, 2]
    assert {error.get("type") for error in root.iter("error")} == {"raised"}
    assert all("why" in error.get("message", "") for error in root.iter("error"))


def test_no_character_that_xml_cannot_hold(grade_files: Grade) -> None:
    harmful = "a\x0b\x1b[31m\ufffe\uffff\ud800]]>&<b"
    report = grade_files({"gate_mul.py": mul(f"raise ValueError({harmful!r})")})
    [first, *_] = ElementTree.fromstring(FORMS["junit"](report, Language.en).encode("utf-8")).iter("error")
    assert "]]>&<b" in (first.text or "")


DOCUMENTED = {"name", "score", "max_score", "status", "output", "output_format", "visibility"}


def test_gradescope_reads_its_documented_fields(mixed: Report) -> None:
    results = json.loads(FORMS["gradescope"](mixed, Language.en))
    assert results.keys() == {"score", "output", "output_format", "visibility", "tests"}
    assert (results["score"], results["visibility"], results["output_format"]) == (44.5, "visible", "text")
    assert sum(test["score"] for test in results["tests"]) == pytest.approx(mixed.points)
    assert sum(test["max_score"] for test in results["tests"]) == mixed.of
    for test in results["tests"]:
        assert test.keys() == DOCUMENTED
        assert test["status"] == ("passed" if test["score"] == test["max_score"] else "failed")
        assert (test["output_format"], test["visibility"]) == ("text", "visible")


def test_what_is_taken_from_the_whole_problem_is_in_each_form(grade_files: Grade) -> None:
    report = grade_files({"gate_mul.py": mul("dx, dy = dz * y, dz * x\nx += 1\nreturn dx, dy")})
    [problem] = report.problems
    assert problem.points < problem.of
    tests = json.loads(FORMS["gradescope"](report, Language.en))["tests"]
    assert sum(test["score"] for test in tests) == pytest.approx(problem.points, abs=0.01)
    assert {test["status"] for test in tests} == {"failed"}
    assert all("argument" in test["output"] for test in tests)
    rows = csv.DictReader(io.StringIO(FORMS["csv"](report, Language.en)))
    assert sum(float(row["points"]) for row in rows) == pytest.approx(problem.points, abs=0.01)
    assert len(ElementTree.fromstring(FORMS["junit"](report, Language.en)).findall(".//failure")) == len(tests)


def test_classroom50_accepts_its_documented_contract(mixed: Report) -> None:
    result = json.loads(FORMS["classroom50"](mixed, Language.en))
    assert result["schema"] == "classroom50/result/v1"
    assert [result[key] for key in ("classroom", "assignment", "submission", "commit", "release", "review")] == [
        *RUNNER.values()
    ]
    for score in (result, *result["tests"]):
        assert type(score["score"]) is type(score["max-score"]) is int
        assert 0 <= score["score"] <= score["max-score"]
    for key in ("score", "max-score"):
        assert sum(test[key] for test in result["tests"]) == result[key]
    assert (result["score"], result["max-score"]) == (100 * mixed.points, 100 * mixed.of)
    for test, problem in zip(result["tests"], mixed.problems, strict=True):
        assert test.keys() == {"test-name", "passed", "score", "max-score"}
        assert (test["test-name"], test["passed"]) == (problem.id, problem.verdict is Verdict.CORRECT)


def test_outside_of_its_runner_classroom50_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gate_mul.py").write_text(mul("return dz * y, dz * x"))
    unset = dict.fromkeys(("COMMIT_URL", "REVIEW_URL", "ASSIGNMENT"), "")
    done = run_grade("submit", ".", "--form", "classroom50", cwd=tmp_path, **unset)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ASSIGNMENT, COMMIT_URL, REVIEW_URL" in done.stderr


def test_a_table_is_read_by_a_parser_of_csv(mixed: Report) -> None:
    rows = [*csv.DictReader(io.StringIO(FORMS["csv"](mixed, Language.zh)))]
    assert [(row["problem"], row["answer"]) for row in rows] == [
        (problem.id, answer.name) for problem in mixed.problems for answer in problem.answers
    ]
    assert sum(float(row["points"]) for row in rows) == pytest.approx(mixed.points)
    assert sum(float(row["of"]) for row in rows) == mixed.of
    named = {(row["answer"], row["code"], row["mistake"], row["certain"]) for row in rows if row["code"]}
    assert ("db", "D5", "kept-axis", "yes") in named
    assert ("dlogits", "H1", "overflow", "yes") in named, "explained by that of loss"


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1"])
def test_no_cell_is_a_formula(mixed: Report, name: str) -> None:
    [problem, *_] = mixed.problems
    answers = [dataclasses.replace(answer, name=name) for answer in problem.answers]
    report = dataclasses.replace(mixed, problems=[dataclasses.replace(problem, answers=answers)])
    rows = [*csv.DictReader(io.StringIO(FORMS["csv"](report, Language.en)))]
    assert {row["answer"] for row in rows} == {f"'{name}"}


@pytest.mark.parametrize("form", FORMS)
def test_no_form_gives_a_hidden_case_away(grade_files: Grade, form: str) -> None:
    source = mul("if np.all(x == np.round(x)):\n    return dz * y, dz * x\nraise ValueError(f'LEAK {x!r}')")
    shown = FORMS[form](grade_files({"gate_mul.py": source}), Language.en)
    hidden = FORMS[form](grade_files({"gate_mul.py": source}, Options(secret_seed="a secret")), Language.en)
    assert ("LEAK" in shown) == (form not in ("classroom50", "csv"))
    assert "LEAK" not in hidden
    assert "a secret" not in hidden


@pytest.mark.parametrize("form", FORMS)
def test_no_form_tells_more_than_an_assignment_allows(grade_files: Grade, form: str) -> None:
    files = {"linear_row.py": ROOT / "tests/demo/linear/linear_row.py"}
    named = re.compile(r"kept-axis|keepdims|\bD5\b")
    assert bool(named.search(FORMS[form](grade_files(files), Language.en))) == (form != "classroom50")
    little = FORMS[form](grade_files(files, Options(feedback=Feedback.SYMPTOM)), Language.en)
    assert not named.search(little)


def test_an_answer_that_follows_from_another_says_so_and_is_not_accused(grade_files: Grade) -> None:
    name = "tests/submissions/networks/net2_relu_sse"
    expected = strict_yaml.read((ROOT / name / "expected.yaml").read_text(encoding="utf-8")).value
    wrong, follows = next((file, want["follows"]) for file, want in expected.items() if want.get("follows"))
    report = grade_files({"net2_relu_sse.py": ROOT / name / f"{wrong}.py"})
    root = ElementTree.fromstring(FORMS["junit"](report, Language.en))
    said = {case.get("name"): "".join(case.itertext()).strip() for case in root.iter("testcase")}
    for answer, parent in follows.items():
        assert said[answer] == f"follows from {parent}, and is right for it: × 0.5"
    annotated = [each["title"] for each in commands(FORMS["github"](report, Language.en))]
    assert len(annotated) == 1


# --- --min-points -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("least", "code"), [("44.5", 0), ("44.51", 1), ("0", 0), ("56", 1), ("-1", 2)])
def test_as_many_points_as_are_asked_for_are_enough(least: str, code: int) -> None:
    done = run_grade("submit", "tests/demo", "--min-points", least, cwd=ROOT)
    assert done.returncode == code
    assert ("44.5 of 56 points" in done.stdout) == (code != 2)


# --- what is handed out -----------------------------------------------------------------------------------


def of_github() -> list[str]:
    read = yaml.safe_load((ROOT / "student_template/.github/workflows/grade.yml").read_text(encoding="utf-8"))
    return [step["run"] for step in read["jobs"]["grade"]["steps"] if "run" in step]


def of_gitlab() -> list[str]:
    read = yaml.safe_load((ROOT / "student_template/.gitlab-ci.yml").read_text(encoding="utf-8"))
    assert read["grade"]["artifacts"]["reports"]["junit"] in " ".join(read["grade"]["script"])
    return list(read["grade"]["script"])


@pytest.mark.slow
@pytest.mark.parametrize("script", [of_github, of_gitlab])
def test_the_commands_of_a_workflow_run_as_they_are_written(script: Any, wheels: Path, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    (repository / "linear").mkdir(parents=True)
    (repository / "linear/linear_row.py").write_bytes((ROOT / "tests/demo/linear/linear_row.py").read_bytes())
    venv.create(tmp_path / "venv", with_pip=True)
    env = on_a_runner(tmp_path, wheels) | {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    done = [
        subprocess.run(["bash", "-e", "-c", command], cwd=repository, env=env, capture_output=True, text=True)
        for command in script()
    ]
    assert [each.returncode for each in done] == [0] * (len(done) - 1) + [1], [each.stderr for each in done]
    if script is of_github:
        [found] = commands(done[-1].stdout)
        assert (found["file"], found["line"]) == ("linear/linear_row.py", "7")
        assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("## ✗ 9.5 of ")
    else:
        root = ElementTree.parse(repository / "report.xml").getroot()
        assert [len(root.findall(f".//{kind}")) for kind in ("failure", "error")] == [1, 0]
        assert done[-1].stdout.startswith("✗ 9.5 of ")


def test_the_scripts_of_the_page_run(tmp_path: Path) -> None:
    """That for Classroom 50, but for what it installs."""
    named = [(re.search(r"^# (\S+)$", content, re.MULTILINE), content) for _, content in blocks(page("ci.md"))]
    scripts = {match[1]: content for match, content in named if match}
    env = environment(tmp_path / "bin") | RUNNER
    submission = tmp_path / "submission"
    submission.mkdir()
    (submission / "gate_mul.py").write_text(mul("return dz * y, dz * x"))
    script = tmp_path / "autograder.py"
    script.write_text(scripts["autograder.py"].replace('"install", "--quiet", "backgrade"', '"--version"'))
    subprocess.run([sys.executable, script], env=env, check=True, cwd=submission)
    assert json.loads((submission / "result.json").read_text(encoding="utf-8"))["score"] == 500
