"""Problem to Cases: seeded inputs, and what the reference answers to them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence

from grader.compare import same
from grader.drawing import Draw
from grader.forward import reference_call
from grader.guest.wire import Foreign, Value
from grader.model import Answer, Case, Values
from grader.problem import AskedSpec, CaseSpec, Problem
from grader.problem_faults import ProblemFault


def draw_cases(problem: Problem, seed: str, *, hidden: bool = False) -> list[Case]:
    """All cases of a problem, without wanted answers.

    `seed` is the course's, or a secret one: then the cases that are not visible are `hidden`.
    Raises ProblemFault where the specs contradict one another.
    """
    cases = []
    for i, spec in enumerate(problem.cases):
        for name in spec.names:
            try:
                case = as_case(problem, spec, name, Draw(problem, spec, seed, name).inputs())
            except ProblemFault as fault:
                raise ProblemFault(("cases", i, *fault.path), fault.what) from None
            cases.append(dataclasses.replace(case, hidden=hidden and not spec.visible))
    return cases


def as_case(problem: Problem, spec: CaseSpec, name: str, inputs: Values) -> Case:
    """A case of these inputs, called and flagged as the file says; without wanted answers."""
    accept = spec.accept if isinstance(spec.accept, str) else None
    return Case(name, spec.call or problem.call, inputs, spec.visible, spec.edge, accept=accept)


def case_specs(problem: Problem) -> list[CaseSpec]:
    """What the file says of each case, in their order."""
    return [spec for spec in problem.cases for _ in spec.names]


def reference_calls(problem: Problem, cases: Sequence[Case], specs: Sequence[CaseSpec]) -> list[Case]:
    """The cases as they are put to the reference: scales and alternatives are computed beside the answers."""
    calls = []
    for case, spec in zip(cases, specs, strict=True):
        lines = [reference_call(problem, case)]
        lines += [f"scale_of_{name} = float({asked.scale})" for name, asked in problem.answers.items()]
        alternatives = [_dict_display(formulas) for formulas in spec.accept] if isinstance(spec.accept, list) else []
        lines.append(f"alternatives = [{', '.join(alternatives)}]")
        lines += _follow_lines(problem) if case.generic else []
        calls.append(dataclasses.replace(case, call="\n".join(lines)))
    return calls


def reference_names(problem: Problem) -> list[str]:
    """The names that a reference call gives back."""
    return [*problem.returned, *(f"scale_of_{name}" for name in problem.answers), "alternatives", *_follows(problem)]


def _follows(problem: Problem) -> dict[str, tuple[str, str]]:
    """Every expression of `follow` and whose it is, by the name that its value has in a reference call."""
    formulas = [(name, formula) for name, asked in problem.answers.items() for formula in asked.formulas]
    return {f"follow_{i}": each for i, each in enumerate(formulas)}


def _follow_lines(problem: Problem) -> list[str]:
    """What `follow` gives for right answers; answers out of dicts by their names, where these are no inputs."""
    parts = {name: asked.part_of for name, asked in problem.answers.items() if name not in problem.inputs}
    lines = [f"{name} = {holder}[{name!r}]" for name, holder in parts.items() if holder]
    return [*lines, *(f"{key} = ({formula.strip()})" for key, (_, formula) in _follows(problem).items())]


def with_wanted(problem: Problem, cases: Sequence[Case], answers: Sequence[Answer]) -> list[Case]:
    """The cases with what the reference answered. Raises ProblemFault where it did not answer."""
    return [_with_wanted(problem, case, answer) for case, answer in zip(cases, answers, strict=True)]


def _with_wanted(problem: Problem, case: Case, answer: Answer) -> Case:
    for name in reference_names(problem):
        if name not in answer.values and name not in _follows(problem):
            trouble = answer.troubles.get(name, {"kind": str(answer.ended)})
            why = " ".join(str(trouble.get(key, "")) for key in ("kind", "type", "message", "name")).strip()
            field, giver = ("forward", "it") if problem.forward_only else ("call", "the reference")
            raise ProblemFault((field,), f'{giver} gives no {name} on "{case.name}": {why}')
    want = {}
    for name, asked in problem.answers.items():
        got = _part(asked, name, answer.values)
        if got is None:
            raise ProblemFault(("answers", name), f'the reference gives no {name} on "{case.name}"')
        if (foreign := _foreign(got)) is not None:
            raise ProblemFault(("answers", name), f'the reference gives {foreign.what} on "{case.name}", not numbers')
        want[name] = got
    scale = {name: float(answer.values[f"scale_of_{name}"]) for name in problem.answers}
    for name, size in scale.items():
        if not (math.isfinite(size) and size >= 0):
            raise ProblemFault(("answers", name, "scale"), f'is {size} on "{case.name}"')
    others = tuple({**want, **other} for other in answer.values["alternatives"])
    for key, (name, formula) in _follows(problem).items():
        if case.generic and not same(want[name], answer.values.get(key), scale[name]):
            what = f'"{formula}" gives something else than the reference on "{case.name}", from its own answers'
            raise ProblemFault(("answers", name, "follow"), what)
    return dataclasses.replace(case, want=want, scale=scale, alternatives=others)


def _foreign(value: Value) -> Foreign | None:
    """The first thing in a value that is neither numbers nor text."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return next((foreign for item in value if (foreign := _foreign(item)) is not None), None)
    return value if isinstance(value, Foreign) else None


def _part(asked: AskedSpec, name: str, values: Mapping[str, Value]) -> Value | None:
    """The value of a named answer: itself, or its entry in the dict it is part of; None where it is not there."""
    if asked.part_of is None:
        return values.get(name)
    whole = values.get(asked.part_of)
    return whole.get(name) if isinstance(whole, dict) else None


def _dict_display(expressions: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name!r}: ({text.strip()})" for name, text in expressions.items()) + "}"
