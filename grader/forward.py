"""The statements that a reference's guest runs for a case: its call, or the forward pass with autograd behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.model import Case
from grader.problem import Problem
from grader.python_names import assigned_names

if TYPE_CHECKING:
    from grader.guest.autograd import Slope

AUTOGRAD = (Path(__file__).parent / "guest" / "autograd.py").read_text(encoding="utf-8")


def reference_call(problem: Problem, case: Case) -> str:
    """What gives the right answers to a case: its own call; where the reference is forward only, `forward`."""
    return by_autograd(problem, case) if problem.forward_only else case.call.rstrip()


def by_autograd(problem: Problem, case: Case) -> str:
    """Statements that assign every answer that `forward` gives, as a call does; the case's own, where it has one."""
    own = next((spec.forward for spec in problem.cases if case.name in spec.names), None)
    if own is not None:
        problem = problem.model_copy(update={"forward": own})
    slopes = {
        name: (asked.slope_of, asked.along, asked.with_)
        for name, asked in problem.answers.items()
        if asked.slope_of is not None and asked.along is not None
    }
    lines = [_torch_lines(problem, [name for name in problem.proved if name not in slopes], slopes)]
    for name in problem.returned:
        parts = [part for part in problem.proved if problem.answers[part].part_of == name]
        entries = ", ".join(f"{part!r}: by_forward[{part!r}]" for part in parts)
        if parts or name in problem.proved:
            lines.append(f"{name} = {{{entries}}}" if parts else f"{name} = by_forward[{name!r}]")
    return "\n".join(lines)


def values_only(problem: Problem) -> str:
    """Statements that assign what `forward` gives and answers are slopes of: to be asked along a line."""
    assigned = assigned_names(problem.forward or "")
    values = {asked.slope_of for asked in problem.answers.values() if asked.slope_of in assigned}
    ordered = sorted(value for value in values if value is not None)
    return "\n".join([_torch_lines(problem, ordered, {}), *(f"{name} = by_forward[{name!r}]" for name in ordered)])


def _torch_lines(problem: Problem, values: Sequence[str], slopes: Mapping[str, Slope]) -> str:
    """Lines after which `by_forward` holds these values and slopes."""
    along = {asked.along for asked in problem.answers.values()}
    inputs = {name: name in along for name in problem.inputs}
    given = f"torch, {problem.forward!r}, globals(), {inputs}, {[*values]}, {dict(slopes)}"
    return f"in_torch = {{}}\nexec({AUTOGRAD!r}, in_torch)\nby_forward = in_torch['by_autograd']({given})"
