"""Is the reference right: held against slopes, against autograd, and against the formulas said to be equal."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence

from grader.authoring.candidate import Candidate, Fault, generic
from grader.compare import RELATIVE, excess, fault, leaves
from grader.guest.wire import Value
from grader.judging import slope_finding
from grader.model import Answer, Case
from grader.programs import ask_reference, by_name, question, trusted_program
from grader.sandbox.conversation import Conversation, Silent

CLOSER = 10
"""Equal formulas agree so many times as well as is asked of answers."""


def slopes(candidate: Candidate) -> Iterator[Fault]:
    """Every gradient that declares its forward is that one's slope, on the generic cases of every seed."""
    ready = candidate.ready
    sloped = [name for name, asked in ready.answers.items() if asked.slope_of is not None]
    source = candidate.course.reference(ready.id).read_text(encoding="utf-8")
    with Conversation(trusted_program(ready, source), candidate.zygotes) as reference:
        for name in sloped:
            for case in generic(candidate.cases):
                found = _slope_fault(candidate, name, case, reference)
                if found is not None:
                    yield found
                    break


def _slope_fault(candidate: Candidate, name: str, case: Case, reference: Conversation) -> Fault | None:
    asked, path = candidate.ready.answers[name], ("answers", name)
    try:
        finding = slope_finding(candidate.ready, name, case, Answer(case.want), reference)
    except Silent:
        finding = None
    if finding is not None and finding.code == "self-consistent":
        return None
    params = {"answer": name, "of": str(asked.slope_of), "along": str(asked.along), "case": case.name}
    if finding is None:
        return Fault(path, "fault-slope-unclear", params)
    [first, *_] = finding.params["entries"]
    index = f"[{', '.join(map(str, first['index']))}]" if first["index"] else ""
    return Fault(
        path, "fault-slope", params | {"index": index, "got": f"{first['got']:.6g}", "slope": f"{first['slope']:.6g}"}
    )


def also_right(candidate: Candidate) -> Iterator[Fault]:
    """The formulas said to be equal agree to a tenth of the tolerance, on every case of every seed."""
    for i, formulas in enumerate(candidate.problem.also_right):
        answers = _of_module(candidate, formulas["code"]) if "code" in formulas else _of_formulas(candidate, formulas)
        names = list(candidate.ready.answers) if "code" in formulas else list(formulas)
        for name in names:
            path = ("also_right", i) if "code" in formulas else ("also_right", i, name)
            found = (_unequal(path, name, case, answer) for case, answer in zip(candidate.cases, answers, strict=True))
            yield from [fault for fault in found if fault is not None][:1]


def _unequal(path: tuple[str | int, ...], name: str, case: Case, answer: Answer) -> Fault | None:
    params = {"answer": name, "case": case.name}
    if name not in answer.values:
        trouble = answer.troubles.get(name, {"kind": answer.ended or "nothing"})
        why = " ".join(str(trouble[key]) for key in ("kind", "type", "message") if trouble.get(key))
        return Fault(path, "fault-equal-none", params | {"why": why})
    error = furthest(case.want[name], answer.values[name], case.scale[name] / CLOSER)
    if error <= RELATIVE / CLOSER:
        return None
    return Fault(path, "fault-equal", params | {"error": f"{error:.0e}", "most": f"{RELATIVE / CLOSER:.0e}"})


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
    cases = [dataclasses.replace(case, call="\n".join([case.call.rstrip(), *lines])) for case in candidate.cases]
    return [_renamed(answer) for answer in _asked(candidate, cases, [f"also_{name}" for name in formulas])]


def _asked(candidate: Candidate, cases: Sequence[Case], names: Sequence[str]) -> list[Answer]:
    return ask_reference(candidate.course, candidate.ready, cases, names, candidate.zygotes)


def _renamed(answer: Answer) -> Answer:
    values = {name.removeprefix("also_"): value for name, value in answer.values.items()}
    troubles = {name.removeprefix("also_"): trouble for name, trouble in answer.troubles.items()}
    return dataclasses.replace(answer, values=values, troubles=troubles)
