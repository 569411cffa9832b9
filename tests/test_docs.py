"""The pages say what is true: commands run, output is real, examples load, every text is there in both languages."""

from __future__ import annotations

import ast
import dataclasses
import functools
import json
import os
import re
import shutil
import string
import subprocess
import sys
import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fields
import pytest
import yaml
from conftest import ROOT

from grader import compare, strict_yaml
from grader.authoring.operators import OPERATORS, STATEMENTS
from grader.cases import draw_cases
from grader.compare import Band, Fault, same
from grader.course import read_course
from grader.errors import UserError
from grader.examining import OF_THE_FILE, SAID_OF_HIDDEN
from grader.graded import Report
from grader.model import Cost, Finding, Verdict
from grader.parts import KINDS, Part, Text
from grader.preparing import prepared
from grader.problem import PLACED, AskedSpec, CaseSpec, EquivalentSpec, Limits, Problem
from grader.problem_file import read_problem
from grader.programs import ask_reference
from grader.reports.sentences import sentence
from grader.sandbox.zygotes import WANTED, Zygotes
from grader.schema import json_schema
from grader.scoring import HAPPENED
from grader.words import Language, say

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COURSE = read_course(ROOT)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@functools.cache
def checkout() -> list[Path]:
    """The files of this checkout, relative to its root, but for those that git ignores."""
    listed = subprocess.run(["git", "ls-files", "-zco", "--exclude-standard"], cwd=ROOT, capture_output=True)
    if listed.returncode == 0:
        names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    else:  # not a clone, such as an unpacked archive
        names = [file.relative_to(ROOT) for file in ROOT.rglob("*")]
        names = [name for name in names if not any(part.startswith((".", "__pycache__")) for part in name.parts)]
    return [name for name in names if (ROOT / name).is_file()]


# --- pages ------------------------------------------------------------------------------------------------

SAVED = re.compile(r"# ([\w./-]+\.(?:py|yaml))\n")
"""The first line of a block that a reader is to save under this name."""


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """The fenced blocks of a page: language and content."""
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield match[1], match[2]


def save(content: str, folder: Path) -> bool:
    """Save a block that says where to."""
    named = SAVED.match(content)
    if named:
        target = folder / named[1]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    return bool(named)


def commands(content: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block, with the output that is shown below each."""
    for chunk in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        command, *output = chunk.rstrip("\n").split("\n")
        yield command, output


def shows(expected: list[str], output: str) -> bool:
    """Whether the output is what the page shows; a line of `...` stands for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line.rstrip()) + "\n" for line in expected)
    real = "".join(f"{line.rstrip()}\n" for line in output.splitlines())
    return re.fullmatch(pattern, real) is not None


def starting_folder(text: str, folder: Path) -> Path:
    """Where a reader of the page is: in a clone of the repository if the page says so, else in an empty folder."""
    folder.mkdir()
    if "in a clone of this repository" in " ".join(text.split()):
        for name in checkout():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def environment(folder: Path) -> dict[str, str]:
    """The reader's: `grade` is the tool under test, it speaks English, and nothing is coloured."""
    grade = folder / "grade"
    folder.mkdir()
    grade.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -P -m grader "$@"\n', encoding="utf-8")
    grade.chmod(0o755)
    own = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    return {key: value for key, value in os.environ.items() if key not in ("GRADE_SEED", "GITHUB_STEP_SUMMARY")} | own


def check_make(arguments: list[str]) -> None:
    """`make TARGET` names targets of the Makefile."""
    asked = subprocess.run(["make", "-n", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr


def check_pip(arguments: list[str]) -> None:
    """`pip install WHAT` names this project, as a folder or as the distribution, and extras that it has."""
    assert arguments[0] == "install"
    for what in arguments[1:]:
        named = re.fullmatch(r"(\.|[\w-]+)(?:\[([\w,]+)\])?", what.strip("'\""))
        assert named, what
        assert named[1] in (".", PROJECT["project"]["name"])
        assert set(filter(None, (named[2] or "").split(","))) <= PROJECT["project"]["optional-dependencies"].keys()


def check_clone(arguments: list[str]) -> None:
    """`git clone URL` names a repository of this project."""
    assert arguments[0] == "clone"
    assert arguments[1].removesuffix(".git").endswith(f"/{PROJECT['project']['name']}")


NOT_RUN = {"make": check_make, "pip": check_pip, "git": check_clone}
"""Commands that would install, fetch or test everything: what they name is looked up instead."""


IN_TORCH = {"add-a-problem.md"}
"""Pages whose commands say something else without torch."""


@pytest.mark.parametrize(
    "file",
    [pytest.param(f, id=f.name, marks=[pytest.mark.torch] if f.name in IN_TORCH else []) for f in PAGES],
)
def test_every_command_of_a_page_runs(file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    here, surroundings = starting_folder(text, tmp_path / "here"), environment(tmp_path / "bin")
    for language, content in blocks(text):
        if language != "console":
            save(content, here)
            continue
        for command, expected in commands(content):
            program, *arguments = command.split()
            if program in NOT_RUN:
                NOT_RUN[program](arguments)
                continue
            run = subprocess.run(
                ["sh", "-c", command],
                cwd=here,
                env=surroundings,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=120,
            )
            may_find = re.match(r"(?:\w+=\S+ )*grade (submit|validate)", command)
            assert run.returncode in ((0, 1) if may_find else (0,)), f"{command}\n{run.stdout}"
            assert not expected or shows(expected, run.stdout), f"{command}\n{run.stdout}"


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_every_link_of_a_page_leads_to_a_file(file: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8"))
    assert [link for link in links if not (file.parent / link).is_file()] == []


def test_the_picture_of_a_terminal_is_what_a_terminal_shows(tmp_path: Path) -> None:
    drawn = "".join(ElementTree.parse(ROOT / "docs/terminal.svg").getroot().itertext()).replace("\xa0", " ")
    [command] = re.findall(r"\$ (grade [^\n]*?)\s*\n", drawn)
    run = subprocess.run(
        command.split(), cwd=ROOT, env=environment(tmp_path / "bin"), stdout=subprocess.PIPE, text=True
    )
    *lines, _ = filter(None, map(str.strip, run.stdout.splitlines()))  # the last one tells of the machine
    assert [line for line in lines if line not in drawn] == []


def test_an_output_is_shown_with_gaps() -> None:
    assert shows(["a", "...", "d"], "a\nb\nc\nd\n")
    assert shows(["a", "..."], "a\n")
    assert not shows(["a", "c"], "a\nb\nc\n")
    assert not shows(["a", "..."], "b\na\n")


# --- docs/problem-files.md --------------------------------------------------------------------------------


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The folder that the page on problem files makes a reader write; it holds one problem."""
    for _, content in blocks(page("problem-files.md")):
        save(content, tmp_path)
    return tmp_path


def problem_file(folder: Path) -> Path:
    [file] = folder.glob("problems/*/*.yaml")
    return file


def read_example(folder: Path) -> Problem:
    file = problem_file(folder)
    return read_problem(file, folder / "reference" / file.parent.name / f"{file.stem.replace('-', '_')}.py")


def fragments() -> dict[str, dict[str, Any]]:
    """The yaml blocks that are no whole problem, by their first key."""
    parts = [content for language, content in blocks(page("problem-files.md")) if language == "yaml"]
    read = [strict_yaml.read(content).value for content in parts if not SAVED.match(content)]
    return {next(iter(part)): part for part in read}


def test_the_inputs_of_the_page_can_be_drawn(example: Path) -> None:
    whole = strict_yaml.read(problem_file(example).read_text(encoding="utf-8")).value
    asked = {"call": "z = 0", "answers": {"z": {}}, "cases": [{"name": "generic"}], "also_right": []}
    spec = {**whole, **fragments()["inputs"], **asked, "id": "example", "module": "mine"}
    [case] = draw_cases(Problem.model_validate(spec), "public")
    assert sorted(case.inputs) == sorted(fragments()["inputs"]["inputs"])


def test_the_inputs_of_the_page_are_all_there_are() -> None:
    specs = fragments()["inputs"]["inputs"].values()
    assert {key for spec in specs if isinstance(spec, dict) for key in spec} >= KINDS.keys()
    assert any(not isinstance(spec, dict) for spec in specs)


def test_the_cases_of_the_page_can_be_drawn_and_answered(example: Path, zygotes: Zygotes) -> None:
    file = problem_file(example)
    whole = strict_yaml.read(file.read_text(encoding="utf-8")).value
    inputs = {**whole["inputs"], "M": {"size": [3, 6]}}
    spec = {**whole, "inputs": inputs, **fragments()["cases"]}
    file.write_text(yaml.safe_dump(spec, allow_unicode=True), encoding="utf-8")
    cases = prepared(read_course(example), read_example(example).id, zygotes).cases
    assert len(cases) >= len(fragments()["cases"]["cases"])
    assert any(case.alternatives for case in cases)


def test_the_equal_formulas_of_the_page_are_equal(example: Path, zygotes: Zygotes) -> None:
    course, problem = read_course(example), read_example(example)
    ready = prepared(course, problem.id, zygotes)
    assert problem.also_right
    for formula in problem.also_right:
        lines = [f"also_{name} = ({text})" for name, text in formula.items()]
        cases = [dataclasses.replace(case, call="\n".join([case.call.rstrip(), *lines])) for case in ready.cases]
        answers = ask_reference(course, ready, cases, [f"also_{name}" for name in formula], zygotes)
        for case, answer in zip(cases, answers, strict=True):
            for name in formula:
                assert same(case.want[name], answer.values[f"also_{name}"], case.scale[name]), (case.name, formula)


def test_the_page_names_every_field() -> None:
    models: list[type[Part]] = [Problem, Text, AskedSpec, CaseSpec, EquivalentSpec, Limits, *KINDS.values()]
    fields = {field.alias or name for model in models for name, field in model.model_fields.items()}
    text = page("problem-files.md")
    code = [content for _, content in blocks(text)]
    code += re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))
    assert sorted(fields - {*PLACED, "given"} - set(re.findall(r"\w+", " ".join(code)))) == []


MISTAKES = [
    ("inputs:", "inptus:"),
    ("dx = absolute(", "dx = absolut("),
    ("z, dx = absolute(", "z = absolute("),
    ("slope_of: z", "slope_of: zz"),
    (", zh: 绝对值", ""),
]
"""What to write instead of what, for each message that the page shows, in their order."""


def test_the_messages_of_the_page_are_real(example: Path) -> None:
    [shown] = [content for language, content in blocks(page("problem-files.md")) if language == "text"]
    file = problem_file(example)
    right = file.read_text(encoding="utf-8")
    said = []
    for old, new in MISTAKES:
        assert old in right
        file.write_text(right.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(UserError) as error:
            read_example(example)
        said.append(error.value.text(Language.en).removeprefix(f"{example}/"))
    assert said == shown.splitlines()


def test_the_tables_of_the_page_say_what_the_models_say() -> None:
    text = page("problem-files.md")
    assert text == fields.page(text), "run: PYTHONPATH=. python tests/fields.py"
    assert {block[2] for block in fields.BLOCK.finditer(text)} == {*fields.MODELS, "inputs"}


def test_the_schema_says_what_each_field_is_for() -> None:
    schema = json_schema()
    for name, part in {"Problem": schema, **schema["$defs"]}.items():
        assert [field for field, spec in part.get("properties", {}).items() if not spec.get("description")] == [], name
        assert part.get("description") or name == "Input"
    for name in ("CaseSpec", "BugSpec"):  # other keys are inputs, or answers
        assert schema["$defs"][name]["additionalProperties"]


def test_the_schema_is_fresh() -> None:
    schema = ROOT / "problems" / "problem.schema.json"
    assert json.loads(schema.read_text(encoding="utf-8")) == json_schema(), (
        "run: grade schema > problems/problem.schema.json"
    )


@pytest.mark.parametrize("name", COURSE.ids)
def test_every_problem_points_to_the_schema(name: str) -> None:
    first = COURSE.statement(name).read_text(encoding="utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=../problem.schema.json"


# --- the other pages --------------------------------------------------------------------------------------


def test_grading_names_every_verdict() -> None:
    assert [verdict for verdict in Verdict if f"`{verdict}`" not in page("grading.md")] == []


BOUNDS = {
    "3e-12": compare.RELATIVE,
    "1e-13 * S": compare.ABSOLUTE,
    "1e-8": compare.LOOKS_NUMERIC,
    "1e-6": compare.RIGHT,
    "2 seconds": Limits().seconds,
    "512 MB": Limits().megabytes,
}


@pytest.mark.parametrize(("said", "real"), BOUNDS.items())
def test_grading_names_the_bounds_that_hold(said: str, real: float) -> None:
    assert said in page("grading.md")
    assert float(said.split()[0]) == real


def paths(kind: Any, path: str) -> Iterator[str]:
    """The names in a report, `[]` for the items of a list."""
    if typing.get_origin(kind) is list:
        kind, path = typing.get_args(kind)[0], f"{path}[]"
    yield path
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        for name, inner in typing.get_type_hints(kind).items():
            yield from paths(inner, f"{path}.{name}" if path else name)


def test_the_report_has_the_names_that_are_promised() -> None:
    rows = [line.split(" | ")[0] for line in page("report.md").splitlines() if line.startswith("| `")]
    promised = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert {"schema", "points", "problems[].answers[].follows"} <= promised <= set(paths(Report, ""))


def test_design_shows_the_import_rule() -> None:
    [layers] = PROJECT["tool"]["importlinter"]["contracts"]
    assert "\n".join(layers["layers"]) in page("design.md")


def test_design_names_every_dependency() -> None:
    names = [re.split(r"\W", each)[0].lower() for each in PROJECT["project"]["dependencies"]]
    assert [name for name in names if name not in page("design.md").lower()] == []


# --- the tool's own texts ---------------------------------------------------------------------------------


def texts(language: Language) -> dict[str, str]:
    module = __import__(f"grader.words.{language}", fromlist=["TEXTS"])
    return dict(module.TEXTS)


def parameters(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


def test_the_languages_have_the_same_texts_with_the_same_parameters() -> None:
    english, *others = [{key: parameters(text) for key, text in texts(each).items()} for each in Language]
    assert all(other == english for other in others)


@pytest.mark.parametrize("language", Language)
def test_every_text_can_be_said(language: Language) -> None:
    for key, text in texts(language).items():
        assert say(language, key, **dict.fromkeys(parameters(text), "x"))


def sources(*names: str) -> Iterator[ast.AST]:
    """Every node of the tool's own source: of these files and folders, or of all."""
    roots = [ROOT / "grader" / name for name in names] or [ROOT / "grader"]
    files = [file for root in roots for file in ([root] if root.is_file() else sorted(root.rglob("*.py")))]
    for file in files:
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def constants(node: ast.AST | None) -> Iterator[str]:
    """The string that an expression is, or may be."""
    if isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def given(name: str, *files: str) -> set[str]:
    """The strings given to this name: as an argument, a variable, or an entry of a dict."""
    found: set[str] = set()
    for node in sources(*files):
        match node:
            case ast.keyword(arg=key, value=value) if key == name:
                found |= {*constants(value)}
            case ast.Assign(targets=[ast.Name(id=key)], value=value) if key == name:
                found |= {*constants(value)}
            case ast.AnnAssign(target=ast.Name(id=key), value=value) if key == name:
                found |= {*constants(value)}
            case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=key))], value=value) if key == name:
                found |= {*constants(value)}
            case ast.Dict(keys=keys, values=values):
                pairs = zip(keys, values, strict=True)
                found |= {
                    text for k, v in pairs if isinstance(k, ast.Constant) and k.value == name for text in constants(v)
                }
    return found


def first_arguments(function: str, position: int = 0) -> set[str]:
    """The strings that a function of this name is called with."""
    calls = [node for node in sources() if isinstance(node, ast.Call) and len(node.args) > position]
    named = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) == function]
    return {text for call in named for text in constants(call.args[position])}


def codes() -> list[str]:
    """Every code that a finding can have, but for `unreadable`, which has a text for each reason."""
    of_checks = given("code", "checks", "grading.py", "examining.py")
    of_guests = given("kind", "guest", "programs.py", "submission.py", "examining.py", "checks")
    of_values = {str(each) for each in (*Fault, *Band) if each is not Band.EXACT}
    return sorted((of_checks | of_guests | of_values | HAPPENED.keys() | {"torch-missing"}) - {"unreadable"})


def test_the_codes_are_found() -> None:
    assert {"wrong", "transposed", "float32", "missing-key", "no-file", "exit", "self-consistent"} <= set(codes())


@pytest.mark.parametrize("language", Language)
def test_every_code_has_its_text_also_where_little_may_be_said(language: Language) -> None:
    said = {key: "x" for key in SAID_OF_HIDDEN if key != "path"}
    unsaid = {}
    for code in codes():
        params = {**said, "name": "f", "message": "no"} if code in OF_THE_FILE else said
        try:
            assert sentence(Finding("generic 1", "dx", "check", code, Cost.CASE, params), language)
        except (KeyError, TypeError) as error:
            unsaid[code] = repr(error)
    assert unsaid == {}


SAID_BY_TEMPLATE = re.compile(r"say\('([\w-]+\w)'[,)]")


def needed() -> set[str]:
    """Keys of texts that are certainly asked for."""
    reductions, layouts = (typing.get_args(Problem.model_fields[name].annotation) for name in ("reduction", "layout"))
    return {
        *(f"verdict-{verdict}" for verdict in Verdict),
        *(f"step-{rule}" for rule in given("rule", "scoring.py", "judging.py")),
        *(f"unreadable-{why}" for why in first_arguments("Unreadable") | given("why", "submission.py")),
        *(f"isolation-{level}" for level in WANTED),
        *(f"layout-{layout}" for layout in layouts),
        *(f"reduction-{reduction}" for reduction in reductions),
        *first_arguments("UserError"),
        *first_arguments("PackageMissing"),
        *first_arguments("say", 1),
        *SAID_BY_TEMPLATE.findall((ROOT / "grader/reports/html/report.html").read_text(encoding="utf-8")),
        *first_arguments("Fault", 1),
        *(f"advice-{kind}" for kind in (*OPERATORS, *STATEMENTS, "argument", "state")),
    }


def test_everything_that_is_said_has_its_text() -> None:
    assert len(needed()) > 60
    assert sorted(needed() - texts(Language.en).keys()) == []


def patterns() -> Iterator[str]:
    """What keys of texts may look like: strings of the source, and those whose beginning or end is filled in."""
    yield from ("shape-number", "reshaped-number", "list-number")
    template = (ROOT / "grader/reports/html/report.html").read_text(encoding="utf-8")
    yield from (f"{start}.+" for start in re.findall(r"say\('([\w-]+-)' ~", template))
    for node in sources(*(file.name for file in sorted((ROOT / "grader").iterdir()) if file.name != "words")):
        match node:
            case ast.Constant(value=str(text)):
                yield re.escape(text)
            case ast.JoinedStr(values=[ast.Constant(value=start), ast.FormattedValue()]) if start.endswith("-"):
                yield f"{re.escape(start)}.+"
            case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value="-hidden" as end)]):
                yield f".+{end}"


def test_every_text_is_said_somewhere() -> None:
    asked_for = re.compile("|".join(patterns()))
    assert [key for key in texts(Language.en).keys() - needed() if not asked_for.fullmatch(key)] == []


# --- what no file may name --------------------------------------------------------------------------------

PRIVATE = re.compile("/" + r"work\b|\.\./" + r"shared|\b\d{3}_[0-9a-f]{16}\b")
"""Places of the machine it was made on."""


def test_no_file_names_the_machine_it_was_made_on() -> None:
    named = [name for name in checkout() if PRIVATE.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))]
    assert named == []
