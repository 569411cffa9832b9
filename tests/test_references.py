"""The references, the formulas said to be equal to them, and the templates, held against what others know."""

from __future__ import annotations

import ast
import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from conftest import ROOT, right_file

from grader.checks.gradients import own_slope
from grader.compare import RELATIVE, Band, as_array, band, excess, fault, leaves, same
from grader.course import read_course
from grader.forward import reference_call
from grader.guest.wire import Value, encode
from grader.model import Answer, Array, Asked, Case, Finding, Prepared, Values
from grader.programs import (
    accepted,
    ask_reference,
    autograd_answers,
    by_name,
    forward_program,
    prepared,
    question,
    trusted_program,
)
from grader.rng import rng_for
from grader.sandbox import Zygotes
from grader.sandbox.conversation import Conversation, Program

COURSE = read_course(ROOT)
SEEDS = (COURSE.seed, "another", "a third")
NORMWISE = 1e-12
"""How far a reference may be from autograd, over the largest entry, where a case is generic."""

Wanted = Callable[[str, str], Prepared]
"""A problem with its cases under a seed, and what its reference answers to them."""


@pytest.fixture(scope="session")
def wanted(zygotes: Zygotes) -> Wanted:
    return functools.cache(lambda name, seed: prepared(COURSE, name, zygotes, secret_seed=seed))


def every_case(name: str, wanted: Wanted) -> Iterator[tuple[str, Case]]:
    return ((seed, case) for seed in SEEDS for case in wanted(name, seed).cases)


def scored(cases: Sequence[Case]) -> list[Case]:
    """The generic cases that points hang on: a visible one counts nothing."""
    return [case for case in cases if not case.edge and not case.visible]


def for_each_problem() -> pytest.MarkDecorator:
    """Runs a test for every problem of the course, marked where that starts torch."""
    marks = {"numpy": [], "torch": [pytest.mark.torch]}
    params = [pytest.param(name, marks=marks[COURSE.problem(name).package]) for name in COURSE.ids]
    return pytest.mark.parametrize("name", params)


# --- autograd ---------------------------------------------------------------------------------------------


NOT_IN_TORCH = {
    # A fresh net has parameters of its own, which no other forward pass knows.
    ("net2-class", "a fresh net and an upstream of zero"),
}


def furthest(want: Value, got: Value, scale: float) -> float:
    """The largest error over the largest entry, among all leaves, less what rounding of `scale` explains."""
    pairs = list(leaves(want, got))
    if any(fault(leaf.want, leaf.got) for leaf in pairs):
        return np.inf
    return max(excess(leaf.want, leaf.got, scale) for leaf in pairs)


NOT_PROVED = {("leaky-module", "is_module"), ("torch-function-relu", "is_function")}
"""What no forward pass says: that the answer is of the kind that was asked for."""


def test_every_problem_has_a_forward_in_torch() -> None:
    problems = [COURSE.problem(name) for name in COURSE.ids]
    assert {(p.id, answer) for p in problems for answer in p.answers if answer not in p.proved} == NOT_PROVED


@pytest.mark.torch
@pytest.mark.parametrize("name", [name for name in COURSE.ids if not COURSE.problem(name).forward_only])
def test_the_reference_agrees_with_autograd(name: str, wanted: Wanted, zygotes: Zygotes) -> None:
    problem, apart = COURSE.problem(name), []
    for seed in SEEDS:
        ready = wanted(name, seed)
        cases = [case for case in ready.cases if (name, case.name) not in NOT_IN_TORCH]
        for case, answer in zip(cases, autograd_answers(COURSE, problem, ready, cases, zygotes), strict=True):
            assert not answer.troubles and answer.ended is None, (case.name, answer)
            got = {**case.want, **{key: answer.values[key] for key in problem.proved}}
            if case.accept:
                apart += [] if accepted(COURSE, ready, case, got, zygotes) else [(seed, case.name, got)]
            else:
                apart += [(seed, case.name, *found) for found in too_far(case, got)]
    assert apart == []


def too_far(case: Case, got: Values) -> Iterator[tuple[str, float]]:
    """The answers that autograd gives otherwise, and how far: edge cases have the tolerance of grading."""
    for answer, want in case.want.items():
        error = furthest(want, got[answer], 0)
        if not (same(want, got[answer], case.scale[answer]) if case.edge else error <= NORMWISE):
            yield answer, error


# --- slopes -----------------------------------------------------------------------------------------------


@for_each_problem()
def test_every_gradient_of_the_reference_is_a_slope_of_its_own_forward(
    name: str, wanted: Wanted, zygotes: Zygotes
) -> None:
    problem = COURSE.problem(name)
    if problem.forward_only:
        return  # it has none; the next test holds for it
    ready = wanted(name, COURSE.seed)
    program = trusted_program(ready, COURSE.reference(name).read_text(encoding="utf-8"))
    gradients = {answer: asked for answer, asked in ready.answers.items() if asked.slope_of is not None}
    assert no_slopes(name, wanted, gradients, program, zygotes) == []


@pytest.mark.torch
@pytest.mark.parametrize("name", COURSE.ids)
def test_every_gradient_of_the_reference_is_a_slope_of_the_forward_in_torch(
    name: str, wanted: Wanted, zygotes: Zygotes
) -> None:
    problem = COURSE.problem(name)
    gradients = {
        answer: Asked(asked.weight, slope_of=asked.slope_of, along=asked.along, upstream=asked.with_)
        for answer, asked in problem.answers.items()
        if asked.slope_of is not None
    }
    assert gradients or name == "bn-forward"
    program = forward_program(COURSE, problem, wanted(name, COURSE.seed))
    assert no_slopes(name, wanted, gradients, program, zygotes) == []


def no_slopes(
    name: str, wanted: Wanted, gradients: Mapping[str, Asked], program: Program, zygotes: Zygotes
) -> list[tuple[str, str, Finding | None]]:
    """The gradients that are not the slope of what a program gives, on any generic case."""
    generic = [case for _, case in every_case(name, wanted) if not case.edge]
    found = []
    with Conversation(program, zygotes) as guest:
        for case in generic:
            guest.stand(case.inputs)
            call = case.call if case.call in program.calls else program.calls[0]
            for answer, asked in gradients.items():

                def along(v: Array, steps: Sequence[float], asked: Asked = asked, call: str = call) -> list[Value]:
                    return guest.along(call, str(asked.along), v if v.ndim else float(v), steps, str(asked.slope_of))

                still = np.zeros(np.shape(case.inputs[str(asked.along)]))
                [value] = along(still, [0.0])
                values = {**case.want, str(asked.slope_of): value}
                finding = own_slope(
                    answer, asked, case, Answer(values), along, rng_for("slope", name, case.name, answer)
                )
                if finding is None or finding.code != "self-consistent":
                    found.append((case.name, answer, finding))
    return found


# --- equal formulas ---------------------------------------------------------------------------------------


@for_each_problem()
def test_equal_formulas_agree_ten_times_as_well_as_asked(name: str, wanted: Wanted, zygotes: Zygotes) -> None:
    problem, also_right = wanted(name, COURSE.seed), COURSE.problem(name).also_right
    cases = [case for _, case in every_case(name, wanted)]
    assert 2 <= len(also_right) <= 4
    apart: list[Any] = []
    for number, formula in enumerate(also_right, 1):
        answers = of_module if "code" in formula else of_expressions
        for case, got in zip(cases, answers(problem, cases, formula, zygotes), strict=True):
            assert got.ended is None and not got.troubles, (number, case.name, got)
            for answer in problem.answers if "code" in formula else formula:
                error = furthest(case.want[answer], got.values[answer], case.scale[answer] / 10)
                if error > RELATIVE / 10:
                    apart.append((number, case.name, answer, error))
    assert apart == []


Cases = Sequence[Case]
Formula = Mapping[str, str]


def of_module(problem: Prepared, cases: Cases, formula: Formula, zygotes: Zygotes) -> list[Answer]:
    """The answers of a whole other module in the place of the reference."""
    assert list(formula) == ["code"]
    questions = [question(case, problem.calls, again=False) for case in cases]
    with Conversation(trusted_program(problem, formula["code"]), zygotes) as module:
        return [by_name(problem, answer) for answer in module.ask(questions)]


def of_expressions(problem: Prepared, cases: Cases, formula: Formula, zygotes: Zygotes) -> list[Answer]:
    """The values of expressions, which see the inputs, the reference's answers and its functions."""
    assert formula.keys() <= problem.answers.keys()
    lines = [f"also_{name} = ({text.strip()})" for name, text in formula.items()]
    cases = [
        dataclasses.replace(case, call="\n".join([reference_call(COURSE.problem(problem.id), case), *lines]))
        for case in cases
    ]
    answers = ask_reference(COURSE, problem, cases, [f"also_{name}" for name in formula], zygotes)
    renamed = [{key.removeprefix("also_"): value for key, value in answer.values.items()} for answer in answers]
    return [dataclasses.replace(a, values=values) for a, values in zip(answers, renamed, strict=True)]


# --- trivial answers --------------------------------------------------------------------------------------

TRIVIALLY_RIGHT: dict[str, dict[tuple[str, str], str]] = {
    # An add gate hands the upstream gradient to both of its inputs: that is the problem.
    "gate-add": {("dx", "dz"): "always", ("dy", "dz"): "always"},
    # f = (x + y) z with df/df = 1: the multiply gate gives x + y the factor z, the add gate hands it on.
    "circuit-add-mul": {("dx", "z"): "always", ("dy", "z"): "always"},
    # f = (x + y) max(y, z) of three numbers: each case lies on one side of the kink, and both sides are among
    # the cases. df/dx is the larger of y and z; where that is y, df/dz is 0; where that is z, df/dy is z.
    "circuit-add-max": {
        ("dx", "y"): "sometimes", ("dx", "z"): "sometimes",
        ("dy", "z"): "sometimes", ("dz", "zeros"): "sometimes",
    },
    # The answer is True, and that is what is asked.
    "leaky-module": {("is_module", "ones"): "always"},
    "torch-function-relu": {("is_function", "ones"): "always"},
}  # fmt: skip
"""By answer, and by what somebody who knows nothing might hand in."""


def trivial_answers(case: Case, want: Value) -> dict[str, Value]:
    """Zeros, ones, and every input of the same shape, the upstream among them."""
    shape = np.shape(want)
    arrays = {name: array for name, value in case.inputs.items() if (array := as_array(value)) is not None}
    given = {name: array for name, array in arrays.items() if array.shape == shape}
    return {"zeros": np.zeros(shape), "ones": np.ones(shape), **given}


@for_each_problem()
@pytest.mark.parametrize("seed", SEEDS)
def test_trivial_answers_fail_every_generic_case(name: str, seed: str, wanted: Wanted) -> None:
    generic = scored(wanted(name, seed).cases)
    assert generic
    passes: dict[tuple[str, str], list[bool]] = {}
    for case in generic:
        for answer, want in case.want.items():
            for trivial, got in trivial_answers(case, want).items():
                right = band(want, got, case.scale[answer]) is not Band.WRONG
                passes.setdefault((answer, trivial), []).append(right)
    found = {
        key: "always" if len(rights) == len(generic) and all(rights) else "sometimes"
        for key, rights in passes.items()
        if any(rights)
    }
    assert found == TRIVIALLY_RIGHT.get(name, {})


# --- determinism ------------------------------------------------------------------------------------------


def frames(problem: Prepared) -> list[bytes]:
    return [encode(dataclasses.asdict(case)) for case in problem.cases]


@for_each_problem()
def test_a_second_draw_gives_the_same_bytes(name: str, wanted: Wanted, zygotes: Zygotes) -> None:
    for seed in SEEDS:
        first, second = wanted(name, seed), prepared(COURSE, name, zygotes, secret_seed=seed)
        assert frames(first) == frames(second)


@for_each_problem()
def test_other_seeds_and_repeats_give_other_inputs(name: str, wanted: Wanted) -> None:
    inputs = [encode(dict(case.inputs)) for seed in SEEDS for case in scored(wanted(name, seed).cases)]
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
