"""`grade new`: what it writes is a whole problem, and nothing that was there changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import HAS_TORCH, ROOT
from test_bad_input import grade as grade_command

from grader.authoring import scaffold
from grader.authoring.entry import listed
from grader.authoring.new import Original, new, renamed
from grader.course import read_course
from grader.errors import UserError
from grader.graded import Report
from grader.grading import Options, grade
from grader.model import Diagnosis, Verdict
from grader.preparing import prepared
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission

COURSE = read_course(ROOT)
BUILT_IN = [
    pytest.param(name, marks=[pytest.mark.torch] if COURSE.problem(name).forward else []) for name in COURSE.ids
]


def handed_in(folder: Path, name: str, source: str, zygotes: Zygotes) -> Report:
    file = folder / f"{name.replace('-', '_')}.py"
    file.write_text(source, encoding="utf-8")
    course = read_course(folder)
    return grade(course, load_submission(file, course), zygotes, Options())


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


# --- the scaffold -----------------------------------------------------------------------------------------


def test_an_empty_folder_becomes_a_course_with_one_problem(tmp_path: Path, zygotes: Zygotes) -> None:
    files = new(tmp_path, "my-gate", None, None)
    assert [str(file.relative_to(tmp_path)) for file in files] == [
        "problems/exercises/my-gate.yaml",
        "reference/exercises/my_gate.py",
        "student_template/exercises/my_gate.py",
        "course.yaml",
    ]
    course = read_course(tmp_path)
    assert course.ids == ["my-gate"]
    assert course.problem("my-gate").functions == ["my_gate_backward"]
    right, template = (each("my-gate").read_text(encoding="utf-8") for each in (course.reference, course.template))
    assert handed_in(tmp_path, "my-gate", right, zygotes).all_right
    [problem] = handed_in(tmp_path, "my-gate", template, zygotes).problems
    assert (problem.verdict, problem.points) == (Verdict.UNANSWERED, 0)
    assert not [name for name, text in tree(tmp_path).items() if b"new-gate" in text or b"new_gate" in text]


@pytest.mark.parametrize(
    ("right", "wrong", "name"),
    [
        ("dz * y, dz * x", "dz * x, dz * y", "operands-swapped"),
        ("dz * y, dz * x", "y, x", "upstream-ignored"),
        ("dz * y, dz * x", "dz, dz", "local-derivative-ignored"),
        ("dz * y, dz * x", "dz * x * y, dz * x * y", "extra-factor"),
        ("dz * y, dz * x", "-dz * y, -dz * x", "sign"),
    ],
)
def test_its_mistakes_are_caught_and_named(right: str, wrong: str, name: str, tmp_path: Path, zygotes: Zygotes) -> None:
    new(tmp_path, "my-gate", None, None)
    text = read_course(tmp_path).reference("my-gate").read_text(encoding="utf-8")
    assert right in text
    report = handed_in(tmp_path, "my-gate", text.replace(right, wrong), zygotes)
    [problem] = report.problems
    assert problem.points == 0
    first: Diagnosis = problem.diagnoses[0]
    assert (first.name, first.certain) == (name, True)


@pytest.mark.torch
def test_its_forward_pass_is_enough(tmp_path: Path, zygotes: Zygotes) -> None:
    new(tmp_path, "my-gate", None, None)
    course = read_course(tmp_path)
    right = course.reference("my-gate").read_text(encoding="utf-8")
    before = prepared(course, "my-gate", zygotes).cases
    course.reference("my-gate").write_text('"""Nothing but a docstring."""\n', encoding="utf-8")
    after = prepared(read_course(tmp_path), "my-gate", zygotes).cases
    assert [case.want["dx"].tolist() for case in after] == [case.want["dx"].tolist() for case in before]
    assert handed_in(tmp_path, "my-gate", right, zygotes).all_right


# --- copies -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("like", BUILT_IN)
def test_every_problem_can_be_copied(like: str, tmp_path: Path, zygotes: Zygotes) -> None:
    new(tmp_path, "a-copy", "copies", like)
    course, of = read_course(tmp_path), COURSE.problem(like)
    problem = course.problem("a-copy")
    assert problem.forward_only is of.forward_only
    assert len(problem.functions) == len(of.functions)
    assert not [name for name in problem.functions if name.startswith(like.replace("-", "_"))]
    if problem.package == "torch" and not HAS_TORCH:
        return
    assert len(prepared(course, "a-copy", zygotes).cases) == sum(case.repeat for case in of.cases)


def test_a_copy_stays_in_its_course_and_module(tmp_path: Path) -> None:
    for name in ("one", "two"):
        new(tmp_path, f"gate-{name}", name, None)
    statement = read_course(tmp_path).statement("gate-two")
    statement.write_text(statement.read_text(encoding="utf-8").replace("points: 5", "points: 6"), encoding="utf-8")
    new(tmp_path, "gate-three", None, "gate-two")
    course = read_course(tmp_path)
    assert course.module_of("gate-three") == "two"
    assert course.problem("gate-three").points == 6


def test_a_helper_file_comes_along(tmp_path: Path) -> None:
    new(tmp_path, "one-gate", "one", None)
    statement = read_course(tmp_path).statement("one-gate")
    statement.write_text(statement.read_text(encoding="utf-8") + "helper: curves.py\n", encoding="utf-8")
    (statement.parent / "curves.py").write_text("def square(x): return x * x\n", encoding="utf-8")
    new(tmp_path, "two-gate", "two", "one-gate")
    new(tmp_path, "three-gate", "two", "one-gate")
    assert (tmp_path / "problems/two/curves.py").read_text(encoding="utf-8") == "def square(x): return x * x\n"


@pytest.mark.parametrize(
    ("of", "functions", "text", "now"),
    [
        ("gate-mul", ["gate_mul_backward"], "gate_mul_backward(x)", "b_c_backward(x)"),
        ("gate-mul", ["gate_mul_backward"], "my_gate_mul_backward, gate_mul_backward2", "same"),
        ("gate-mul", ["gate_mul_backward"], "gate-mul: write gate_mul_backward", "b-c: write b_c_backward"),
        ("softmax-ce", ["softmax_ce"], "softmax(x), softmax_ce(x)", "softmax(x), b_c(x)"),
        ("bn-backward", ["batchnorm_forward", "batchnorm_backward"], "batchnorm_backward", "same"),
        ("leaky-relu", ["leaky_relu"], "a = torch.nn.functional.leaky_relu(z)", "same"),
        (
            "leaky-relu",
            ["leaky_relu"],
            "a\ngraph: |\n  a = leaky_relu(z)\nleaky_relu",
            "a\ngraph: |\n  a = leaky_relu(z)\nb_c",
        ),
        ("toposort", ["toposort"], "a toposort: toposort(x)", "same"),
        ("toposort", ["toposort"], '"toposort: write toposort"', '"b-c: write toposort"'),
    ],
)
def test_what_is_called_after_the_old_id_is_renamed(of: str, functions: list[str], text: str, now: str) -> None:
    original = Original(of, functions, "", "", "", {})
    assert renamed(text, original, "b-c") == (text if now == "same" else now)


# --- course.yaml ------------------------------------------------------------------------------------------

HEAD = "title: {en: A, zh: B}\nseed: s  # kept\nmodules:\n"
FLOW = HEAD + "  one:\n    title: {en: x, zh: y}\n    problems: [a, b]  # in order\n"
BLOCK = HEAD + "  one:\n    problems:\n      # first\n      - a\n      - b  # last\n\n    title: {en: x, zh: y}\n"
TEXTS = FLOW + "  last:\n    problems: []\n    title:\n      en: x\n      zh: |\n        y\nseed: s\n"
LONG = "problems: [" + ", ".join(f"problem-{i}" for i in range(10)) + "]"


@pytest.mark.parametrize(
    ("text", "module", "old", "now"),
    [
        (FLOW, "one", "[a, b]", "[a, b, new]"),
        (FLOW.replace("[a, b]", "[]"), "one", "[]", "[new]"),
        (FLOW.replace("[a, b]", "[a, b,]"), "one", "[a, b,]", "[a, b, new,]"),
        (FLOW.replace("[a, b]", "[\n      a,\n      b,\n    ]"), "one", "      b,", "      b, new,"),
        (FLOW.replace("problems: [a, b]", LONG), "one", "problem-9]", "problem-9,\n               new]"),
        (BLOCK, "one", "- b  # last\n", "- b  # last\n      - new\n"),
        (
            FLOW,
            "two",
            "# in order\n",
            "# in order\n  two:\n    title: {en: two, zh: two}\n    problems: [new]\n",
        ),
        (
            BLOCK + "# the end",
            "two",
            "    title: {en: x, zh: y}\n",
            "    title: {en: x, zh: y}\n  two:\n    title: {en: two, zh: two}\n    problems: [new]\n",
        ),
        (
            TEXTS.replace("seed: s  # kept\n", ""),
            "two",
            "        y\n",
            "        y\n  two:\n    title: {en: two, zh: two}\n    problems: [new]\n",
        ),
        (HEAD.replace("modules:", "modules: {}"), "two", "{}", "{two: {title: {en: two, zh: two}, problems: [new]}}"),
        (
            HEAD.replace("modules:", "modules: {a: {title: {en: x, zh: y}, problems: []}}"),
            "two",
            "[]}}",
            "[]}, two: {title: {en: two, zh: two}, problems: [new]}}",
        ),
        (
            FLOW.rstrip("\n"),
            "two",
            "# in order",
            "# in order\n  two:\n    title: {en: two, zh: two}\n    problems: [new]\n",
        ),
    ],
)
def test_the_id_is_put_into_course_yaml_and_the_rest_is_kept(
    text: str, module: str, old: str, now: str, tmp_path: Path
) -> None:
    file = tmp_path / "course.yaml"
    file.write_text(text, encoding="utf-8")
    assert listed(file, "new", module) == text.replace(old, now)


def test_the_built_in_course_takes_a_problem(tmp_path: Path) -> None:
    for name in ("course.yaml", "problems", "reference", "student_template"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    before = tree(tmp_path)
    new(tmp_path, "gate-div", "gates", "gate-mul")
    after = tree(tmp_path)
    changed = {name for name in after if after[name] != before.get(name)}
    files = {"problems/gates/gate-div.yaml", "reference/gates/gate_div.py", "student_template/gates/gate_div.py"}
    assert changed == files | {"course.yaml"}
    assert read_course(tmp_path).ids[:8] == [*COURSE.ids[:7], "gate-div"]


def test_without_a_course_yaml_there_is_none_afterwards(tmp_path: Path) -> None:
    new(tmp_path, "one-gate", "one", None)
    (tmp_path / "course.yaml").unlink()
    new(tmp_path, "two-gate", None, None)
    assert not (tmp_path / "course.yaml").exists()
    assert read_course(tmp_path).ids == ["one-gate", "two-gate"]


# --- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "module", "like", "key"),
    [
        ("My-Gate", "one", None, "bad-id"),
        ("my_gate", "one", None, "bad-id"),
        ("-gate", "one", None, "bad-id"),
        ("a--b", "one", None, "bad-id"),
        ("../gate", "one", None, "bad-id"),
        ("true", "one", None, "bad-id"),
        ("class", "one", None, "bad-id"),
        ("a-gate", "../up", None, "bad-id"),
        ("there-gate", "one", None, "name-taken"),
        ("one", "two", None, "name-taken"),
        ("three", "three", None, "name-taken"),
        ("a-gate", "there-gate", None, "name-taken"),
        ("a-gate", None, None, "which-module"),
        ("a-gate", "one", "no-such", "no-such-problem"),
        ("left-over", "one", None, "file-exists"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    name: str, module: str | None, like: str | None, key: str, tmp_path: Path
) -> None:
    new(tmp_path, "there-gate", "one", None)
    new(tmp_path, "other-gate", "two", None)
    (tmp_path / "student_template/one/left_over.py").write_text("mine", encoding="utf-8")
    before = tree(tmp_path)
    with pytest.raises(UserError) as error:
        new(tmp_path, name, module, like)
    assert error.value.key == key
    assert tree(tmp_path) == before


def test_backward_is_said_once(tmp_path: Path) -> None:
    new(tmp_path, "softplus-backward", None, None)
    assert read_course(tmp_path).problem("softplus-backward").functions == ["softplus_backward"]


def test_the_scaffold_names_itself_only_where_it_is_renamed() -> None:
    stem = scaffold.NAME.replace("-", "_")
    original = Original(scaffold.NAME, [f"{stem}_backward"], "", "", "", {})
    for text in (scaffold.PROBLEM, scaffold.REFERENCE, scaffold.TEMPLATE):
        now = renamed(text, original, "a-b")
        assert now != text
        assert scaffold.NAME not in now and stem not in now


# --- the command ------------------------------------------------------------------------------------------


def test_a_new_course_is_graded_by_the_next_commands(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    done = grade_command("new", "my-gate", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    files = ["problems/exercises/my-gate.yaml", "reference/exercises/my_gate.py"]
    assert done.stdout.splitlines()[:2] == files
    assert done.stdout.splitlines()[-1].endswith("grade validate my-gate")
    assert "my_gate_backward(x, y, dz)" in grade_command("show", "my-gate", cwd=tmp_path).stdout
    deeper = tmp_path / "problems" / "exercises"
    assert grade_command("new", "your-gate", cwd=deeper).returncode == 0
    assert grade_command("submit", "reference", cwd=tmp_path).returncode == 0
    assert read_course(tmp_path).ids == ["my-gate", "your-gate"]


@pytest.mark.parametrize(("language", "next_"), [("en", "Next: "), ("zh", "下一步：")])
def test_a_folder_that_is_named_is_made(language: str, next_: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("kept", encoding="utf-8")
    done = grade_command("new", "my-gate", "--course", "mine", "--lang", language, cwd=tmp_path)
    last = done.stdout.splitlines()[-1]
    assert last.startswith(next_)
    assert last.endswith("grade validate my-gate --course mine")
    assert (tmp_path / "mine/reference/exercises/my_gate.py").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["my-gate"], "try: grade new my-gate --course my_course"),
        (["my-gate", "--course", "notes.txt"], "notes.txt is a file"),
        (["My-Gate", "--course", "mine"], '"My-Gate" cannot be an id'),
        (["my-gate", "--course", "mine", "--from", "gate-mull"], 'did you mean "gate-mul"?'),
        (["my-gate", "--course", "mine", "--kind", "number"], "'number' is not one of 'code'"),
    ],
)
def test_what_the_user_can_mend_is_one_line(arguments: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("kept", encoding="utf-8")
    done = grade_command("new", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert list(tree(tmp_path)) == ["notes.txt"]
