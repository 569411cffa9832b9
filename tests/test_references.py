"""The references, the formulas said to be equal to them, and the templates, held against what others know.

A new problem needs a line in `AUTOGRAD`, and in `FORWARDS` where its gradients are slopes of no other answer.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pytest
from conftest import ROOT

from grader.checks.gradients import Along, own_slope
from grader.compare import RELATIVE, Band, as_array, band, excess, fault, leaves, same
from grader.course import read_course
from grader.guest.wire import Value, encode
from grader.model import Answer, Array, Asked, Case, Prepared, Values
from grader.programs import accepted, ask_reference, by_name, prepared, question, student_program
from grader.rng import rng_for
from grader.sandbox import Zygotes
from grader.sandbox.conversation import Conversation, Program
from grader.submission import StudentFile

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


def trusted_program(problem: Prepared, source: str) -> Program:
    """A module that answers as the reference does: all its names may be used in calls."""
    file = StudentFile(f"{problem.stem}.py", source)
    return dataclasses.replace(student_program(problem, file, slow=10), trusted=True)


def scored(cases: Sequence[Case]) -> list[Case]:
    """The generic cases that points hang on: a visible one counts nothing."""
    return [case for case in cases if not case.edge and not case.visible]


def for_each_problem() -> pytest.MarkDecorator:
    """Runs a test for every problem of the course, marked where that starts torch."""
    marks = {"numpy": [], "torch": [pytest.mark.torch]}
    params = [pytest.param(name, marks=marks[COURSE.problem(name).package]) for name in COURSE.ids]
    return pytest.mark.parametrize("name", params)


# --- autograd ---------------------------------------------------------------------------------------------


class Graph(NamedTuple):
    """A forward pass of torch: an array whose sum is L, the input of each gradient, and the values."""

    loss: Any
    gradients: dict[str, Any]
    values: dict[str, Any]


def gate_add(x: Any, y: Any, dz: Any, **_: Any) -> Graph:
    return Graph(dz * (x + y), {"dx": x, "dy": y}, {})


def gate_mul(x: Any, y: Any, dz: Any, **_: Any) -> Graph:
    return Graph(dz * (x * y), {"dx": x, "dy": y}, {})


def gate_max(x: Any, y: Any, dz: Any, **_: Any) -> Graph:
    return Graph(dz * x.maximum(y), {"dx": x, "dy": y}, {})


def gate_class(x1: Any, y1: Any, dz1: Any, x2: Any, y2: Any, dz2: Any, **_: Any) -> Graph:
    z1, z2 = x1 * y1, x2 * y2
    gradients = {"dx1": x1, "dy1": y1, "dx2": x2, "dy2": y2}
    return Graph((dz1 * z1).sum() + (dz2 * z2).sum(), gradients, {"z1": z1, "z2": z2})


def branch_square(x: Any, dz: Any, **_: Any) -> Graph:
    return Graph(dz * x.square(), {"dx": x}, {})


def circuit_add_mul(x: Any, y: Any, z: Any) -> Graph:
    f = (x + y) * z
    return Graph(f, {"dx": x, "dy": y, "dz": z}, {"f": f})


def circuit_add_max(x: Any, y: Any, z: Any) -> Graph:
    f = (x + y) * y.maximum(z)
    return Graph(f, {"dx": x, "dy": y, "dz": z}, {"f": f})


def sigmoid(z: Any, dout: Any, **_: Any) -> Graph:
    out = z.sigmoid()
    return Graph(dout * out, {"dz": z}, {"out": out})


def tanh(z: Any, dout: Any, **_: Any) -> Graph:
    return Graph(dout * z.tanh(), {"dz": z}, {})


def relu(z: Any, dout: Any, **_: Any) -> Graph:
    out = z.relu()
    return Graph(dout * out, {"dz": z}, {"out": out})


def leaky_relu(z: Any, dout: Any, alpha: Any, **_: Any) -> Graph:
    from torch.nn import functional

    out = functional.leaky_relu(z, alpha.item())
    return Graph(dout * out, {"dz": z}, {"out": out})


def linear_row(x: Any, W: Any, b: Any, dout: Any, **_: Any) -> Graph:
    from torch.nn import functional

    return Graph(dout * functional.linear(x, W.T, b), {"dx": x, "dW": W, "db": b}, {})


def softmax_ce(logits: Any, labels: Any, **_: Any) -> Graph:
    from torch.nn import functional

    loss = functional.cross_entropy(logits, labels)
    return Graph(loss, {"dlogits": logits}, {"loss": loss})


def net2_relu_sse(x: Any, y: Any, W1: Any, b1: Any, W2: Any, b2: Any, **_: Any) -> Graph:
    from torch.nn import functional

    o = functional.linear(functional.linear(x, W1, b1).relu(), W2, b2)
    L = functional.mse_loss(o, y, reduction="sum") / 2
    return Graph(L, {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "x": x}, {"L": L})


def net2_class(X: Any, W1: Any, b1: Any, W2: Any, b2: Any, dL_dout: Any, **_: Any) -> Graph:
    from torch.nn import functional

    out = functional.linear(functional.linear(X, W1.T, b1).relu(), W2.T, b2)
    return Graph(dL_dout * out, {"dW1": W1, "db1": b1, "dW2": W2, "db2": b2}, {"out": out})


def bn_forward(x: Any, gamma: Any, beta: Any, eps: Any, **_: Any) -> Graph:
    from torch.nn import functional

    out = functional.batch_norm(x, None, None, gamma, beta, training=True, eps=eps.item())
    return Graph(out, {}, {"out": out})


def bn_backward(x: Any, gamma: Any, beta: Any, eps: Any, dout: Any, **_: Any) -> Graph:
    [out] = bn_forward(x, gamma, beta, eps).values.values()
    return Graph(dout * out, {"dx": x, "dgamma": gamma, "dbeta": beta}, {"out": out})


def leaky_module(x: Any, dout: Any, alpha: Any, **_: Any) -> Graph:
    graph = leaky_relu(x, dout, alpha)
    return Graph(graph.loss, {"dx": x}, {**graph.values, "is_module": True})


def torch_function_relu(x: Any, dout: Any, **_: Any) -> Graph:
    out = x.relu()
    return Graph(dout * out, {"dx": x}, {"out": out, "is_function": True})


AUTOGRAD: dict[str, Callable[..., Graph]] = {
    "gate-add": gate_add,
    "gate-mul": gate_mul,
    "gate-max": gate_max,
    "gate-class": gate_class,
    "branch-square": branch_square,
    "circuit-add-mul": circuit_add_mul,
    "circuit-add-max": circuit_add_max,
    "sigmoid-backward": sigmoid,
    "tanh-backward": tanh,
    "relu-backward": relu,
    "leaky-relu": leaky_relu,
    "linear-row": linear_row,
    "softmax-ce": softmax_ce,
    "net2-relu-sse": net2_relu_sse,
    "net2-class": net2_class,
    "bn-forward": bn_forward,
    "bn-backward": bn_backward,
    "leaky-module": leaky_module,
    "torch-function-relu": torch_function_relu,
}

NOT_IN_TORCH = {
    # A fresh net has parameters of its own, which no other forward pass knows.
    ("net2-class", "a fresh net and an upstream of zero"),
}


def by_autograd(name: str, inputs: Values) -> dict[str, Value]:
    """What autograd answers in float64, as arrays by name."""
    import torch

    def tensor(value: Value) -> Any:
        if isinstance(value, int):
            return value
        array = np.array(value)
        return torch.tensor(array, requires_grad=array.dtype.kind == "f")

    loss, gradients, values = AUTOGRAD[name](**{key: tensor(value) for key, value in inputs.items()})
    slopes = torch.autograd.grad(loss.sum(), list(gradients.values())) if gradients else ()
    every = values | dict(zip(gradients, slopes, strict=True))
    tensors = {key: value.detach().numpy() for key, value in every.items() if isinstance(value, torch.Tensor)}
    return every | tensors


def furthest(want: Value, got: Value, scale: float) -> float:
    """The largest error over the largest entry, among all leaves, less what rounding of `scale` explains."""
    pairs = list(leaves(want, got))
    if any(fault(leaf.want, leaf.got) for leaf in pairs):
        return np.inf
    return max(excess(leaf.want, leaf.got, scale) for leaf in pairs)


def test_every_problem_has_a_forward_in_torch() -> None:
    assert sorted(AUTOGRAD) == sorted(COURSE.ids)


@pytest.mark.torch
@pytest.mark.parametrize("name", COURSE.ids)
def test_the_reference_agrees_with_autograd(name: str, wanted: Wanted, zygotes: Zygotes) -> None:
    problem = wanted(name, COURSE.seed)
    apart: list[Any] = []
    for seed, case in every_case(name, wanted):
        if (name, case.name) in NOT_IN_TORCH:
            continue
        got = by_autograd(name, case.inputs)
        assert sorted(got) == sorted(problem.answers)
        if case.accept:
            apart += [] if accepted(COURSE, problem, case, got, zygotes) else [(seed, case.name, got)]
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


class Forward(NamedTuple):
    """A function of the inputs, its upstream gradient, and the input along which each answer is its slope."""

    value: Callable[..., Any]
    upstream: str
    along: dict[str, str]


FORWARDS = {
    "gate-add": Forward(lambda x, y, **_: x + y, "dz", {"dx": "x", "dy": "y"}),
    "gate-mul": Forward(lambda x, y, **_: x * y, "dz", {"dx": "x", "dy": "y"}),
    "gate-max": Forward(lambda x, y, **_: np.maximum(x, y), "dz", {"dx": "x", "dy": "y"}),
    "branch-square": Forward(lambda x, **_: x * x, "dz", {"dx": "x"}),
    "tanh-backward": Forward(lambda z, **_: np.tanh(z), "dout", {"dz": "z"}),
    "linear-row": Forward(lambda x, W, b, **_: x @ W + b, "dout", {"dx": "x", "dW": "W", "db": "b"}),
    "leaky-module": Forward(lambda x, alpha, **_: np.where(x > 0, x, alpha * x), "dout", {"dx": "x"}),
}

NO_SLOPES = {
    ("bn-forward", "out"),
    ("leaky-module", "out"),
    ("leaky-module", "is_module"),
    ("torch-function-relu", "is_function"),
}
"""Values, which no gradient declares to be its forward."""


@pytest.mark.parametrize("name", COURSE.ids)
def test_every_answer_is_a_value_or_has_a_forward(name: str) -> None:
    answers = COURSE.problem(name).answers
    declared = {answer: asked.slope_of for answer, asked in answers.items() if asked.slope_of is not None}
    slopes = [*declared, *(FORWARDS[name].along if name in FORWARDS else ())]
    values = {*declared.values(), *(answer for problem, answer in NO_SLOPES if problem == name)}
    assert sorted([*slopes, *values]) == sorted(answers)


@for_each_problem()
def test_every_gradient_of_the_reference_is_a_slope(name: str, wanted: Wanted, zygotes: Zygotes) -> None:
    problem, source = wanted(name, COURSE.seed), COURSE.reference(name).read_text(encoding="utf-8")
    generic = [case for _, case in every_case(name, wanted) if not case.edge]
    no_slopes = []
    with Conversation(trusted_program(problem, source), zygotes) as reference:
        for case in generic:
            reference.stand(case.inputs)
            slopes = [*slopes_of_answers(problem, case, reference), *slopes_of_forwards(problem, case)]
            for answer, asked, values, along in slopes:
                rng = rng_for("slope", name, case.name, answer)
                finding = own_slope(answer, asked, case, Answer(values), along, rng)
                if finding is None or finding.code != "self-consistent":
                    no_slopes.append((case.name, answer, finding))
    assert no_slopes == []


Slope = tuple[str, Asked, Values, Along]
"""An answer, of what it is the slope, all values, and that function along a line."""


def slopes_of_answers(problem: Prepared, case: Case, reference: Conversation) -> Iterator[Slope]:
    """The gradients that declare their forward: it is asked for in the reference's guest."""
    for name, asked in problem.answers.items():
        if asked.slope_of is None:
            continue

        def along(v: Array, steps: Sequence[float], asked: Asked = asked) -> list[Value]:
            moved = v if v.ndim else float(v)
            return reference.along(case.call, str(asked.along), moved, steps, str(asked.slope_of))

        yield name, asked, case.want, along


def slopes_of_forwards(problem: Prepared, case: Case) -> Iterator[Slope]:
    """The other gradients: their forward is the one above."""
    if problem.id not in FORWARDS:
        return
    value, upstream, gradients = FORWARDS[problem.id]
    for name, x in gradients.items():

        def along(v: Array, steps: Sequence[float], x: str = x) -> list[Value]:
            return [value(**{**case.inputs, x: case.inputs[x] + step * v}) for step in steps]

        asked = Asked(weight=1, slope_of="forward", along=x, upstream=upstream)
        yield name, asked, {**case.want, "forward": value(**case.inputs)}, along


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
    cases = [dataclasses.replace(case, call="\n".join([case.call.rstrip(), *lines])) for case in cases]
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
    reference = ast.parse(COURSE.reference(name).read_text(encoding="utf-8"))
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
