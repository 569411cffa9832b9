"""Every mistake that a problem lists, written in a file and handed in: rejected, and named as itself or its twin."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import HAS_TORCH, ROOT

from grader.course import read_course
from grader.graded import ProblemReport, Smallest
from grader.grading import Options, grade
from grader.problem import BugSpec, Problem
from grader.sandbox.zygotes import Zygotes
from grader.submission import load_submission

COURSE = read_course(ROOT)
RIGHT_LEAST, SMALL_LEAST = 0.98, 0.9
FEW = 4
"""Numbers that differ from zero, or entries of an array, which can be checked by hand."""

WRAPPER = '''

import inspect as _inspect

_RIGHT = dict(globals())
_SHAPES = {shapes!r}
_FORMULAS = {formulas!r}
_known = {{}}


def _with_the_mistake(right, given, targets, part_of):
    """The right function, whose answers are then replaced by the mistake's: as its author would have computed them."""

    def function(*arguments, **named):
        bound = _inspect.signature(right).bind(*arguments, **named)
        bound.apply_defaults()
        names = {{}}
        for argument in bound.arguments.values():
            names |= _known.get(id(argument), ({{}}, None))[0]
        names |= dict(bound.arguments) | dict(zip(given, bound.arguments.values()))
        for name, shape in _SHAPES.items():
            names |= dict(zip(shape, np.shape(names.get(name, ()))))
        got = right(*arguments, **named)
        values = dict(zip(targets, got if len(targets) > 1 else [got]))
        whole = values.get(part_of, {{}})
        names |= values | {{name: value for name, value in whole.items() if name not in names}}
        made_here = [value for value in [*values.values(), *bound.arguments.values()] if type(value) is not float]
        _known.update((id(value), (names, value)) for value in made_here)
        told = {{**values, **whole}}
        wrong = {{name: eval(text, {{**_RIGHT, **names, **whole}}) for name, text in _FORMULAS.items() if name in told}}
        if part_of:
            values[part_of] = {{name: wrong.get(name, value) for name, value in whole.items()}}
        answers = [value if name == part_of else wrong.get(name, value) for name, value in values.items()]
        return tuple(answers) if len(targets) > 1 else answers[0]

    return function


'''


def written(problem: Problem, bug: BugSpec) -> str | None:
    """A file with the mistake; None for the answers of classes, which an expression does not write."""
    source = COURSE.reference(problem.id).read_text(encoding="utf-8")
    if bug.code is not None:
        return None if problem.forward_only else f"{source}\n\n{bug.code}"
    calls = list(_calls(problem.call))
    functions = {function for function, _, _ in calls}
    if problem.forward_only or problem.package == "torch" or set(problem.functions) != functions:
        return None
    shapes = {name: [str(size) for size in getattr(spec, "normal", [])] for name, spec in problem.inputs.items()}
    text = "import numpy as np\n" + source + WRAPPER.format(shapes=shapes, formulas=bug.formulas)
    parts = [asked.part_of for asked in problem.answers.values() if asked.part_of]
    for function, given, targets in calls:
        part_of = next((name for name in targets if name in parts), None)
        text += f"{function} = _with_the_mistake({function}, {given!r}, {targets!r}, {part_of!r})\n"
    return text


def _calls(call: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Of each `a, b = f(x, y)`: the function, what it is given, and the names that its answers get."""
    for statement in ast.parse(call).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            function = statement.value.func
            given = [ast.unparse(argument) for argument in statement.value.args]
            [target] = statement.targets
            targets = target.elts if isinstance(target, ast.Tuple) else [target]
            yield ast.unparse(function), given, [ast.unparse(each) for each in targets]


def handed_in(problem: Problem, source: str, folder: Path, zygotes: Zygotes) -> ProblemReport:
    file = folder / problem.module / f"{problem.stem}.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, encoding="utf-8")
    [report] = grade(COURSE, load_submission(folder, COURSE), zygotes, Options()).problems
    return report


def is_small(shown: Smallest) -> bool:
    """Whether an input has few numbers other than zero, or few entries in any array."""
    arrays = [np.array(value) for value in shown.inputs.values() if not isinstance(value, int | str)]
    return sum(map(np.count_nonzero, arrays)) <= FEW or all(array.size <= FEW for array in arrays)


@pytest.mark.parametrize("name", COURSE.ids)
def test_every_bug_that_is_handed_in_is_rejected_and_named(name: str, tmp_path: Path, zygotes: Zygotes) -> None:
    problem = COURSE.problem(name)
    if problem.package == "torch" and not HAS_TORCH:
        pytest.skip("torch is not installed")
    handed, right, small, wrong = 0, 0, 0, []
    for i, bug in enumerate(problem.bugs):
        source = written(problem, bug)
        if source is None:
            continue
        handed += 1
        report = handed_in(problem, source, tmp_path / str(i), zygotes)
        assert report.points < report.of, (i, bug.is_)
        twins = {bug.is_, bug.twin} | {other.is_ for other in problem.bugs if other.twin == bug.is_}
        first = report.diagnoses[0].answer if report.diagnoses else None
        named = {d.name: d.certain for d in report.diagnoses if d.answer == first}
        right += bug.is_ in named
        small += all(is_small(shown) for shown in report.smallest) and bool(report.smallest)
        wrong += [(i, bug.is_, named)] if any(sure for d, sure in named.items() if d not in twins) else []
    assert wrong == []
    assert right >= RIGHT_LEAST * handed
    assert small >= SMALL_LEAST * handed
