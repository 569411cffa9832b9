"""Is the reference right: held against slopes, against autograd, and against the formulas said to be equal."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import NoneType

import numpy as np

from grader.authoring.candidate import Candidate, Fault, generic
from grader.checks.gradients import own_slope
from grader.compare import RELATIVE, RIGHT_BANDS, as_array, excess, fault, in_bands, leaves, same
from grader.examining import slope_finding
from grader.forward import reference_call
from grader.graph import evaluated
from grader.guest.wire import Value
from grader.model import Answer, Array, Asked, Case, Finding
from grader.plain import plain_data, plain_inputs
from grader.programs import (
    accepted,
    ask_reference,
    autograd_answers,
    by_name,
    forward_program,
    question,
    trusted_program,
)
from grader.rng import rng_for
from grader.sandbox.conversation import Conversation, Silent

CLOSER = 10
"""Equal formulas agree so many times as well as is asked of answers."""
NORMWISE = 1e-12
"""How far the reference may be from autograd, over the largest entry, on a case that is no edge."""


def held(candidate: Candidate) -> Iterator[Fault]:
    """Every answer in numbers is held against something: `forward`, an equal formula, a slope, or what it follows."""
    problem, equal = candidate.problem, candidate.problem.also_right
    for name, asked in problem.answers.items():
        words = isinstance(candidate.ready.cases[0].want[name], (bool, str, NoneType))
        also = any("code" in formulas or name in formulas for formulas in equal)
        if not (words or also or name in problem.proved or asked.slope_of or asked.formulas):
            yield Fault(("answers", name), "fault-unproved", {"answer": name})


def finite(candidate: Candidate) -> Iterator[Fault]:
    """The reference answers with numbers, not with nan or inf, on every case of every seed."""
    told: set[int] = set()
    for case in candidate.cases:
        for name, want in case.want.items():
            arrays = [array for leaf in leaves(want, want) if (array := as_array(leaf.want)) is not None]
            i = candidate.index_of(case.name)
            if i not in told and not all(np.isfinite(array).all() for array in arrays):
                told.add(i)
                yield Fault(("cases", i), "fault-not-finite", {"answer": name, "case": case.name})


def autograd(candidate: Candidate) -> Iterator[Fault]:
    """What torch's autograd makes of `forward` is what the reference answers, on every case of every seed.

    On edge cases to the tolerance of grading, on all others ten times closer than that of an exact answer: to 1e-12.
    """
    course, problem, ready, zygotes = candidate.course, candidate.problem, candidate.ready, candidate.zygotes
    if problem.forward_only or not problem.proved:
        return
    seen: set[str] = set()
    for case, answer in zip(
        candidate.cases, autograd_answers(course, problem, ready, candidate.cases, zygotes), strict=True
    ):
        values = {**case.want, **{name: answer.values[name] for name in problem.proved if name in answer.values}}
        if case.accept and accepted(course, ready, case, values, zygotes):
            continue
        for name in problem.proved:
            found = _apart(name, case, answer)
            if found is not None and name not in seen:
                seen.add(name)
                yield found


def _apart(name: str, case: Case, answer: Answer) -> Fault | None:
    params = {"answer": name, "case": case.name}
    if name not in answer.values:
        return Fault(("forward",), "fault-autograd-none", params | {"why": _why(answer, name)})
    want, got = case.want[name], answer.values[name]
    error = furthest(want, got, case.scale[name] if case.edge else 0)
    if error <= (RELATIVE if case.edge else NORMWISE):
        return None
    return Fault(("answers", name), "fault-autograd", params | {"error": f"{error:.0e}"})


def slopes(candidate: Candidate) -> Iterator[Fault]:
    """Every gradient is the slope of the value it declares in the reference, on the generic cases of every seed."""
    ready = candidate.ready
    sloped = [name for name, asked in ready.answers.items() if asked.slope_of is not None]
    if candidate.problem.forward_only or not sloped:
        return
    source = candidate.course.reference_text(ready.id)
    with Conversation(trusted_program(ready, source), candidate.zygotes) as reference:
        for name in sloped:
            yield from _first_not_a_slope(
                candidate, name, functools.partial(slope_finding, ready, name, guest=reference)
            )


def slopes_of_forward(candidate: Candidate) -> Iterator[Fault]:
    """And of the value of `forward`, by differences of it, which autograd has no part in."""
    course, problem, ready = candidate.course, candidate.problem, candidate.ready
    sloped = [name for name, asked in problem.answers.items() if asked.slope_of is not None]
    if problem.forward is None or not sloped:
        return
    program = forward_program(course, problem, ready)
    with Conversation(program, candidate.zygotes) as torch:
        for name in sloped:
            asked = problem.answers[name]
            declared = Asked(1, slope_of=asked.slope_of, along=asked.along, upstream=asked.with_)
            finding = functools.partial(_slope_in_torch, torch, next(iter(program.calls)), name, declared)
            with contextlib.suppress(_NoForward):
                yield from _first_not_a_slope(candidate, name, finding)


class _NoForward(Exception):
    """`forward` gives no value to take slopes of; that is told where autograd is asked for it."""


def _slope_in_torch(
    torch: Conversation, call: str, name: str, asked: Asked, case: Case, answer: Answer
) -> Finding | None:
    def along(v: Array, steps: Sequence[float]) -> list[Value]:
        return torch.along(call, str(asked.along), v if v.ndim else float(v), steps, str(asked.slope_of))

    torch.stand(case.inputs)
    [value] = along(np.zeros(np.shape(case.inputs[str(asked.along)])), [0.0])
    if value is None:
        raise _NoForward
    here = Answer({**answer.values, str(asked.slope_of): value})
    return own_slope(name, asked, case, here, along, rng_for("slope", case.name, name))


def _first_not_a_slope(
    candidate: Candidate, name: str, finding_of: Callable[[Case, Answer], Finding | None]
) -> Iterator[Fault]:
    """The first generic case on which a gradient of arrays or numbers is no slope, if there is one."""
    asked = candidate.problem.answers[name]
    for case in generic(candidate.cases):
        if not isinstance(case.want[name], (float, int, np.ndarray)):
            return  # a list or a dict, whose slopes nobody measures
        try:
            finding = finding_of(case, Answer(case.want))
        except Silent:
            finding = None
        if finding is not None and finding.code == "self-consistent":
            continue
        params = {"answer": name, "of": str(asked.slope_of), "along": str(asked.along), "case": case.name}
        if finding is None:
            yield Fault(("answers", name), "fault-slope-unclear", params)
            return
        first = finding.params["entries"][0]
        index = f"[{', '.join(map(str, first['index']))}]" if first["index"] else ""
        numbers = {"index": index, "got": f"{first['got']:.6g}", "slope": f"{first['slope']:.6g}"}
        yield Fault(("answers", name), "fault-slope", params | numbers)
        return


def also_right(candidate: Candidate) -> Iterator[Fault]:
    """The formulas said to be equal agree to a tenth of the tolerance, on every case of every seed."""
    for i, formulas in enumerate(candidate.problem.also_right):
        answers = _of_module(candidate, formulas["code"]) if "code" in formulas else _of_formulas(candidate, formulas)
        names = list(candidate.ready.answers) if "code" in formulas else list(formulas)
        for name in names:
            path = ("also_right", i) if "code" in formulas else ("also_right", i, name)
            optional = candidate.ready.answers[name].optional
            pairs = [pair for pair in zip(candidate.cases, answers, strict=True) if pair[1].has(name) or not optional]
            found = (_unequal(path, name, case, answer) for case, answer in pairs)
            yield from [fault for fault in found if fault is not None][:1]


def worked(candidate: Candidate) -> Iterator[Fault]:
    """What is shown as worked out by hand adds up to the reference's answer, on every rung of the ladder."""
    told: set[str] = set()
    for rung in candidate.clues.ladder:
        for name, (upstream, local) in rung.worked.items():
            want, product = rung.want[name], np.multiply(upstream, local)
            total = product.sum(axis=tuple(range(product.ndim - np.ndim(want))))
            if name not in told and not in_bands(RIGHT_BANDS, want, total, rung.scale[name]):
                told.add(name)
                inputs = ", ".join(f"{key} = {value}" for key, value in plain_inputs(rung.inputs).items())
                numbers = {"got": str(plain_data(total)), "want": str(plain_data(want))}
                params = {"answer": name, "inputs": inputs, **numbers}
                yield Fault(("answers", name, "worked"), "fault-worked", params)


def graph(candidate: Candidate) -> Iterator[Fault]:
    """The graph that is drawn has the reference's answers, on the visible and the generic cases of every seed."""
    drawn = candidate.problem.as_graph
    for case in candidate.cases if drawn is not None else ():
        if case.edge or case.call != candidate.problem.call or drawn is None:
            continue
        try:
            numbers = evaluated(drawn, case.inputs)
        except (ValueError, IndexError) as error:
            yield Fault(("graph",), "fault-graph-none", {"case": case.name, "why": str(error)})
            return
        for answer, spot in drawn.answers.items():
            got = numbers.at(spot)
            if got is not None and not same(case.want[answer], got, case.scale[answer]):
                what = spot.node if spot.of == "value" else drawn.of_node(spot.node)
                apart = f"{furthest(case.want[answer], got, case.scale[answer]):.0e}"
                said = {"case": case.name, "what": what, "answer": answer, "error": apart}
                yield Fault(("graph",), "fault-graph", said)
                return


def _unequal(path: tuple[str | int, ...], name: str, case: Case, answer: Answer) -> Fault | None:
    params = {"answer": name, "case": case.name}
    if name not in answer.values:
        return Fault(path, "fault-equal-none", params | {"why": _why(answer, name)})
    error = furthest(case.want[name], answer.values[name], case.scale[name] / CLOSER)
    if error <= RELATIVE / CLOSER:
        return None
    return Fault(path, "fault-equal", params | {"error": f"{error:.0e}", "most": f"{RELATIVE / CLOSER:.0e}"})


def _why(answer: Answer, name: str) -> str:
    """Why there is no value, in a few words."""
    trouble = answer.troubles.get(name, {"kind": answer.ended or "nothing"})
    said = [str(trouble[key]) for key in ("type", "message") if trouble.get(key)]
    return ": ".join(said) or str(trouble["kind"])


def furthest(want: Value, got: Value, scale: float) -> float:
    """The largest error over the largest entry, among all leaves, less what rounding of `scale` explains."""
    pairs = list(leaves(want, got))
    if any(fault(leaf.want, leaf.got) for leaf in pairs):
        return math.inf
    return max((excess(leaf.want, leaf.got, scale) for leaf in pairs), default=0.0)


def _of_module(candidate: Candidate, source: str) -> list[Answer]:
    """The answers of a whole other module in the place of the reference."""
    questions = [question(case, candidate.problem.calls, again=False) for case in candidate.cases]
    with Conversation(trusted_program(candidate.ready, source), candidate.zygotes) as module:
        return [by_name(candidate.ready, answer) for answer in module.ask(questions)]


def _of_formulas(candidate: Candidate, formulas: Mapping[str, str]) -> list[Answer]:
    """The values of expressions, which see the inputs, the reference's answers and its functions."""
    lines = [f"also_{name} = ({text.strip()})" for name, text in formulas.items()]
    cases = [
        dataclasses.replace(case, call="\n".join([reference_call(candidate.problem, case), *lines]))
        for case in candidate.cases
    ]
    return [_renamed(answer) for answer in _asked(candidate, cases, [f"also_{name}" for name in formulas])]


def _asked(candidate: Candidate, cases: Sequence[Case], names: Sequence[str]) -> list[Answer]:
    return ask_reference(candidate.course, candidate.ready, cases, names, candidate.zygotes)


def _renamed(answer: Answer) -> Answer:
    values = {name.removeprefix("also_"): value for name, value in answer.values.items()}
    troubles = {name.removeprefix("also_"): trouble for name, trouble in answer.troubles.items()}
    return dataclasses.replace(answer, values=values, troubles=troubles)
