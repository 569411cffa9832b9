"""The problems of the course are right and their cases strong: what `grade validate` proves, and what it leaves out."""

from __future__ import annotations

import ast
import dataclasses
import functools
from collections.abc import Callable

import pytest
from conftest import HAS_TORCH, ROOT, right_file

from grader.asking import wanted_cases
from grader.authoring.validate import validate
from grader.course import read_course
from grader.guest.wire import encode
from grader.model import Case
from grader.preparing import prepared
from grader.sandbox.zygotes import Zygotes
from grader.words import Language

COURSE = read_course(ROOT)
SEEDS = (COURSE.seed, "another", "a third")

Wanted = Callable[[str, str], list[Case]]
"""The cases of a problem under a seed, with what its reference answers to them."""


@pytest.fixture(scope="session")
def wanted(zygotes: Zygotes) -> Wanted:
    return functools.cache(lambda name, seed: drawn(name, seed, zygotes))


def drawn(name: str, seed: str, zygotes: Zygotes) -> list[Case]:
    return wanted_cases(COURSE, COURSE.problem(name), prepared(COURSE, name, zygotes), zygotes, seed)


def for_each_problem() -> pytest.MarkDecorator:
    """Runs a test for every problem of the course, marked where that starts torch."""
    marks = {"numpy": [], "torch": [pytest.mark.torch]}
    params = [pytest.param(name, marks=marks[COURSE.problem(name).package]) for name in COURSE.ids]
    return pytest.mark.parametrize("name", params)


@for_each_problem()
def test_validate_finds_nothing_to_mend(name: str, zygotes: Zygotes) -> None:
    validation = validate(COURSE, name, Language.en, zygotes)
    assert validation.faults == []
    assert validation.without_torch is not HAS_TORCH
    assert len(validation.killed) >= 9
    assert validation.bugs == len(COURSE.problem(name).bugs) >= 11


NOT_PROVED = {("leaky-module", "is_module"), ("torch-function-relu", "is_function")}
"""What no forward pass says: that the answer is of the kind that was asked for."""


def test_every_problem_has_a_forward_in_torch_and_equal_formulas() -> None:
    problems = [COURSE.problem(name) for name in COURSE.ids]
    required = {(p.id, name) for p in problems for name, asked in p.answers.items() if not asked.optional}
    assert {(p.id, name) for p in problems for name in p.answers if name not in p.proved} & required == NOT_PROVED
    assert [p.id for p in problems if not 2 <= len(p.also_right) <= 4] == []


# --- determinism ------------------------------------------------------------------------------------------


def frames(cases: list[Case]) -> list[bytes]:
    return [encode(dataclasses.asdict(case)) for case in cases]


@for_each_problem()
def test_a_second_draw_gives_the_same_bytes(name: str, wanted: Wanted, zygotes: Zygotes) -> None:
    for seed in SEEDS:
        assert frames(wanted(name, seed)) == frames(drawn(name, seed, zygotes))


@for_each_problem()
def test_other_seeds_and_repeats_give_other_inputs(name: str, wanted: Wanted) -> None:
    generic = [case for seed in SEEDS for case in wanted(name, seed) if case.generic]
    inputs = [encode(dict(case.inputs)) for case in generic]
    assert len(set(inputs)) == len(inputs)


# --- templates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COURSE.ids)
def test_the_template_has_the_functions_of_the_call_and_no_answer(name: str) -> None:
    problem = COURSE.problem(name)
    template = ast.parse(COURSE.template(name).read_text(encoding="utf-8"))
    reference = ast.parse(right_file(COURSE, name).read_text(encoding="utf-8"))
    template.body = [node for node in template.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    called = {key: node for key, node in definitions(reference).items() if key in problem.functions}
    assert_asks_for(template, called, f"{name}: write ")


Definition = ast.FunctionDef | ast.ClassDef
NO_ARGUMENTS = "def __init__(self)"


def assert_asks_for(given: ast.Module | Definition, right: dict[str, Definition], message: str) -> None:
    """A docstring, and definitions headed as the right ones, each with a docstring and without an answer."""
    assert ast.get_docstring(given), message
    asked = definitions(given)
    assert len(asked) == len(given.body) - 1, message
    assert asked.keys() == right.keys()
    for name, definition in asked.items():
        assert heading(definition) == heading(right[name])
        if isinstance(definition, ast.ClassDef):
            methods = definitions(right[name])
            if heading(methods.get("__init__")) == NO_ARGUMENTS and "__init__" not in definitions(definition):
                del methods["__init__"]  # with nothing to take, it may not be needed
            assert_asks_for(definition, methods, f"{message}{name}.")
        else:
            assert ast.get_docstring(definition), message + name
            raising = f"raise NotImplementedError({message + name!r})"
            assert [ast.unparse(node) for node in definition.body[1:]] == [raising]


def definitions(node: ast.Module | Definition) -> dict[str, Definition]:
    return {child.name: child for child in node.body if isinstance(child, Definition)}


def heading(node: Definition | None) -> str:
    """What a caller sees: decorators, name, and arguments or bases."""
    if node is None:
        return ""
    decorators = [f"@{ast.unparse(decorator)}" for decorator in node.decorator_list]
    if isinstance(node, ast.ClassDef):
        return "\n".join([*decorators, f"class {node.name}({', '.join(map(ast.unparse, node.bases))})"])
    return "\n".join([*decorators, f"def {node.name}({ast.unparse(node.args)})"])
