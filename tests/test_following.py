"""What is rightly computed from a wrong answer earns half, and nothing does that follows from a worthless one.

Whole submissions are graded: a reference that replaces some of its answers on the way out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from click import unstyle
from conftest import ROOT, Grade

from grader import following
from grader.course import read_course
from grader.graded import AnswerReport, ProblemReport, Step
from grader.grading import Options
from grader.preparing import prepared
from grader.reports import terminal
from grader.sandbox.zygotes import Zygotes
from grader.words import Language

COURSE = read_course(ROOT)

CIRCUIT = """
right = {0}

def {0}(x, y, z):
    f, dx, dy, dz = right(x, y, z)
    LINES
    return f, dx, dy, dz
"""
HOOKED = {
    "circuit-add-mul": CIRCUIT.format("circuit_add_mul"),
    "circuit-add-max": CIRCUIT.format("circuit_add_max"),
    "sigmoid-backward": """
right = sigmoid

def both(z, dout):
    out = right(z)
    dz = dout * out * (1 - out)
    LINES
    return out, dz

def sigmoid(z):
    return both(z, z)[0]

def sigmoid_backward(dout, z):
    return both(z, dout)[1]
""",
    "net2-relu-sse": """
right = two_layer_relu_sse

def two_layer_relu_sse(x, y, W1, b1, W2, b2):
    L, grads = right(x, y, W1, b1, W2, b2)
    do, dz1 = grads["do"], grads["dz1"]
    LINES
    return L, grads | {"do": do, "dz1": dz1}
""",
    "net2-class": """
right = TwoLayerNet

class TwoLayerNet(right):
    def backward(self, dL_dout):
        super().backward(dL_dout)
        X, dW1, db1, dZ1 = self.X, self.dW1, self.db1, self.dZ1
        LINES
        self.dW1, self.db1, self.dZ1 = dW1, db1, dZ1
""",
    "bn-backward": """
right, right_backward = batchnorm_forward, batchnorm_backward

def both(x, gamma, beta, eps, dout):
    N = len(x)
    out, cache = right(x, gamma, beta, eps)
    dx, dgamma, dbeta = right_backward(dout, cache)
    LINES
    return out, dx, dgamma, dbeta

def batchnorm_forward(x, gamma, beta, eps=1e-5):
    return both(x, gamma, beta, eps, x)[0], (x, gamma, beta, eps)

def batchnorm_backward(dout, inputs):
    return both(*inputs, dout)[1:]
""",
}
"""What comes after a reference: its functions again, with LINES that change the answers."""

FOLLOWS = [
    (name, answer, formula)
    for name in COURSE.ids
    for answer, asked in COURSE.problem(name).answers.items()
    for formula in asked.formulas
    if not all(COURSE.problem(name).answers[each].optional for each in (answer, *COURSE.problem(name).parents(formula)))
]
"""Every way in which an answer follows that costs points where it goes wrong."""

WORTHLESS = {
    "zeros": "0.0 * {}",
    "ones": "0.0 * {} + 1",
    "a constant": "0.0 * {} + 0.7",
    "its own size": "0.0 * {0} + np.size({0})",
    "its indices": "np.arange(1.0, 1 + np.size({0})).reshape(np.shape({0}))",
    "nan": "np.nan * {}",
    "inf": "np.inf * {}",
    "seeded chance": "np.random.default_rng(0).normal(size=np.shape({}))",
    "chance": "np.random.default_rng().normal(size=np.shape({}))",
}
"""What a student could hand in for an answer, without a thought of the problem."""
MALFORMED = [
    "np.array({})[None]",
    "[{}]",
    "'dx'",
    "{{'function': '__dict__'}}",
    "None",
    "1e400",
    "np.array([{}] * 999)",
]
"""And what is no answer at all."""
FIRST = {(name, answer): (name, answer, formula) for name, answer, formula in reversed(FOLLOWS)}
"""One way in which each answer follows."""
FIRST_OF_PROBLEM = {name: (name, answer, formula) for name, answer, formula in reversed(FOLLOWS)}


def test_every_problem_with_follow_is_hooked() -> None:
    assert {name for name, _, _ in FOLLOWS} == HOOKED.keys()


def hooked(name: str, lines: list[str]) -> dict[str, str | bytes]:
    """A submission: the reference of a problem, with these lines run on its answers."""
    [indent] = re.findall(r"^( *)LINES$", HOOKED[name], flags=re.MULTILINE)
    patch = HOOKED[name].replace("LINES", ("\n" + indent).join(lines))
    file = COURSE.reference(name)
    return {file.name: "import numpy as np\n" + file.read_text(encoding="utf-8") + patch}


def called(name: str, answer: str) -> str:
    """What an answer is called inside the hook."""
    asked = COURSE.problem(name).answers[answer]
    return f'{asked.part_of}["{answer}"]' if asked.part_of and not asked.optional else answer


def following_from(name: str, answer: str, formula: str, value: str) -> list[str]:
    """Lines that give all that a formula takes this value, and its answer what follows."""
    taken = [called(name, parent) for parent in COURSE.problem(name).parents(formula)]
    return [*(f"{parent} = {value.format(parent)}" for parent in taken), f"{called(name, answer)} = {formula}"]


def handed_back(name: str, formula: str, zygotes: Zygotes) -> Iterator[str]:
    """The inputs that have the shape of all that a formula takes, on every case that counts."""
    problem = COURSE.problem(name)
    parents = problem.parents(formula)
    cases = [case for case in prepared(COURSE, name, zygotes).cases if case.generic]
    for given in cases[0].inputs:
        shapes = [
            {np.shape(case.inputs[given]), *(np.shape(case.want[parent]) for parent in parents)} for case in cases
        ]
        late = "out" in parents and given == "dout"  # which the forward pass does not know
        if all(len(shape) == 1 for shape in shapes) and not isinstance(cases[0].inputs[given], int) and not late:
            yield given


def answers_of(problem: ProblemReport) -> dict[str, AnswerReport]:
    return {answer.name: answer for answer in problem.answers}


def halves(problem: ProblemReport) -> list[Step]:
    """What earns half, by whichever rule."""
    return [step for answer in problem.answers for step in answer.steps if step.factor == 0.5]


@pytest.mark.parametrize(("name", "answer", "formula"), FOLLOWS)
def test_what_follows_from_own_wrong_work_earns_half(name: str, answer: str, formula: str, grade_files: Grade) -> None:
    [problem] = grade_files(hooked(name, following_from(name, answer, formula, "1.5 * {}"))).problems
    parents = COURSE.problem(name).parents(formula)
    got = answers_of(problem)[answer]
    assert got.follows == min(parents, key=list(COURSE.problem(name).answers).index)
    [step] = got.steps
    assert (step.rule, step.factor) == ("follow", 0.5)
    assert got.points == pytest.approx(got.of / 2, abs=0.005)
    assert got.name not in {diagnosis.answer for diagnosis in problem.diagnoses}
    assert all(answers_of(problem)[parent].points == 0 for parent in parents)


@pytest.mark.parametrize(("name", "answer", "formula"), FIRST.values())
def test_what_follows_from_worthless_values_earns_nothing(
    name: str, answer: str, formula: str, grade_files: Grade, zygotes: Zygotes
) -> None:
    values = {**WORTHLESS, **{given: given for given in handed_back(name, formula, zygotes)}}
    wrong = 0
    for what, value in values.items():
        [problem] = grade_files(hooked(name, following_from(name, answer, formula, value))).problems
        assert halves(problem) == [], (what, problem.answers)
        assert answer not in {each.name for each in problem.answers if each.follows}, what
        wrong += any(each.verdict != "correct" for each in problem.answers)
    assert wrong >= len(WORTHLESS) - 1


@pytest.mark.parametrize(("name", "answer", "formula"), FIRST_OF_PROBLEM.values())
@pytest.mark.parametrize("value", MALFORMED)
def test_what_follows_from_no_answer_at_all_earns_nothing(
    name: str, answer: str, formula: str, value: str, grade_files: Grade
) -> None:
    lines = following_from(name, answer, formula, value)
    lines[-1] = f"try: {lines[-1]}"
    [problem] = grade_files(hooked(name, [*lines, f"except Exception: {called(name, answer)} = None"])).problems
    assert halves(problem) == []
    assert not any(each.follows for each in problem.answers)


NOT_WHAT_FOLLOWS = [
    ("1.5 * {}", "2 * ({0})"),
    ("1.5 * {}", "({0}) + 1e-5 * np.abs({0}).max()"),
    ("1e-30 * {}", "0 * ({0})"),
    ("1e-30 * {}", "1.00001 * ({0})"),
]
"""What is made of the earlier answers, and what of that which follows from them."""


@pytest.mark.parametrize(("name", "answer", "formula"), FOLLOWS)
def test_what_is_not_what_follows_earns_nothing(name: str, answer: str, formula: str, grade_files: Grade) -> None:
    for wrong, changed in NOT_WHAT_FOLLOWS:
        lines = following_from(name, answer, formula, wrong)
        lines[-1] = f"{called(name, answer)} = {changed.format(formula)}"
        [problem] = grade_files(hooked(name, lines)).problems
        assert halves(problem) == [], (wrong, changed)
        assert answers_of(problem)[answer].follows is None, (wrong, changed)
        assert answers_of(problem)[answer].verdict == "wrong"


def test_a_right_value_is_full_points_whatever_it_is_computed_from(grade_files: Grade) -> None:
    [problem] = grade_files(hooked("net2-relu-sse", ["dz1 = 1.5 * dz1"])).problems
    assert problem.points == problem.of
    assert problem.verdict == "correct"
    assert "dz1" not in answers_of(problem)


def test_the_two_ways_to_half_do_not_add_up(grade_files: Grade) -> None:
    """dgamma is both the slope of the own forward and what follows from its value."""
    lines = ["out = beta + 1.5 * (out - beta)", "dgamma = 1.5 * dgamma"]
    [problem] = grade_files(hooked("bn-backward", lines)).problems
    dgamma = answers_of(problem)["dgamma"]
    assert [(step.rule, step.factor) for step in dgamma.steps] == [("own-forward", 0.5)]
    assert (dgamma.follows, dgamma.points) == ("out", 2)


def test_what_goes_wrong_on_edge_cases_alone_follows_from_nothing(grade_files: Grade) -> None:
    lines = ["if np.any(W1 @ x + b1 == 0): dz1 = grads['b1'] = 1.5 * dz1", "grads['W1'] = np.outer(dz1, x)"]
    [problem] = grade_files(hooked("net2-relu-sse", lines)).problems
    assert {step.rule for answer in problem.answers for step in answer.steps} == {"generic", "edge"}
    assert not any(answer.follows for answer in problem.answers)
    assert answers_of(problem)["W1"].points == 3.84


def test_it_follows_behind_hidden_cases_too(grade_files: Grade) -> None:
    lines = following_from("net2-relu-sse", "W1", "np.outer(dz1, x)", "1.5 * {}")
    [problem] = grade_files(hooked("net2-relu-sse", lines), Options(secret_seed="another")).problems
    assert answers_of(problem)["W1"].follows == "dz1"
    assert problem.points == 13


def test_right_answers_and_those_with_nothing_to_follow_from_ask_no_reference(
    grade_files: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the reference is asked")

    grade_files(hooked("net2-relu-sse", ["pass"]))
    monkeypatch.setattr(following, "ask_reference", refuse)
    assert grade_files(hooked("net2-relu-sse", ["pass"])).points == 15
    assert grade_files(hooked("net2-relu-sse", ["grads['x'] = 2 * grads['x']"])).points == 13
    with pytest.raises(AssertionError, match="asked"):
        grade_files(hooked("net2-relu-sse", ["grads['b1'] = 2 * dz1", "grads['x'] = 2 * grads['x']"]))


def test_a_case_repeated_follows_from_nothing(grade_files: Grade) -> None:
    files = hooked("net2-relu-sse", following_from("net2-relu-sse", "W1", "np.outer(dz1, x)", "1.5 * {}"))
    [problem] = grade_files(files, Options(only=["net2-relu-sse"], case="generic 1")).problems
    assert [answer.name for answer in problem.answers if answer.verdict != "correct"] == ["dz1", "W1"]
    assert not any(answer.follows for answer in problem.answers)


# --- optional answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [["grads = {k: v for k, v in grads.items() if k[0] != 'd'}; do = dz1 = None"]])
def test_an_optional_answer_that_is_missing_is_not_mentioned(lines: list[str], grade_files: Grade) -> None:
    [problem] = grade_files(hooked("net2-relu-sse", lines)).problems
    assert (problem.points, problem.findings) == (15, [])
    assert [answer.name for answer in problem.answers] == ["L", "b2", "W2", "b1", "W1", "x"]


@pytest.mark.parametrize("value", ["dz1[:, None]", "[float(v) for v in dz1]", "dz1.astype(np.float32)"])
def test_an_optional_answer_may_come_in_another_form(value: str, grade_files: Grade) -> None:
    [problem] = grade_files(hooked("net2-relu-sse", [f"dz1 = {value}"])).problems
    assert problem.points == 15
    assert {finding.code for finding in problem.findings} <= {"float32"}


def test_an_optional_answer_that_is_wrong_costs_nothing_and_is_named_first(grade_files: Grade) -> None:
    lines = following_from("net2-relu-sse", "b1", "dz1", "1.5 * {}")
    report = grade_files(hooked("net2-relu-sse", lines))
    [problem] = report.problems
    assert problem.points == 14
    text = unstyle(terminal.render(report, Language.en)).splitlines()
    assert "  L, do, b2, W2, W1, x right; first wrong: dz1" in text
    accused = [line for line in text if ' on "by hand"' in line]
    assert len(accused) == 1
    assert accused[0].startswith("  dz1 on")
    [row] = [line for line in text if line.startswith("  ~ b1")]
    assert "follows from dz1" in row
    assert "15 of 15" not in text[0]


@pytest.mark.parametrize("language", Language)
def test_an_optional_answer_that_alone_is_wrong_is_a_note(language: Language, grade_files: Grade) -> None:
    report = grade_files(hooked("net2-relu-sse", ["do = 2 * do"]))
    assert report.all_right
    text = unstyle(terminal.render(report, language)).splitlines()
    assert text[0].startswith("✓")
    assert [line for line in text if "by hand" in line] == [line for line in text if "2" in line and "do" in line][-1:]


def test_a_property_accepts_no_value_of_another_form(grade_files: Grade) -> None:
    source = """
import numpy as np

def gate_max_backward(x, y, dz):
    t = 0.5 * (np.asarray(x) == y) + 1.0 * np.greater(x, y)
    dx, dy = np.asarray(dz * t), np.asarray(dz - dz * t)
    return (dx.tolist(), dy.tolist()) if np.all(np.equal(x, y)) and dx.ndim else (dx, dy)
"""
    [problem] = grade_files({"gates/gate_max.py": source}).problems
    assert {(finding.case, finding.code) for finding in problem.findings} == {("all tied", "list")}
