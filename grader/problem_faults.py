"""What is wrong with a problem as a whole: names nobody has, lines that do not parse, answers that nobody gives."""

from __future__ import annotations

import ast
import builtins
import itertools
from collections.abc import Iterable, Iterator

from grader import strict_yaml
from grader.errors import unknown
from grader.parts import DictOf, Drawn, Each, InputSpec, ListOf
from grader.problem import CaseSpec, Problem
from grader.python_names import assigned_names, free_names, keys_taken


class ProblemFault(ValueError):
    """A fault of the problem file at a field."""

    def __init__(self, path: strict_yaml.Path, what: str) -> None:
        super().__init__(what)
        self.path, self.what = path, what


def faults(problem: Problem, names: set[str]) -> Iterator[ProblemFault]:
    """What the models cannot see by themselves: names that neither the file nor the reference (`names`) has."""
    known = {*problem.inputs, *problem.answers, *problem.returned, *names, *vars(builtins), "np", "torch"}
    yield from _unknown_in_call(problem, names)
    yield from _faults_of_forward(problem, names)
    for name in problem.answers:
        yield from _faults_of_answer(problem, name, known)
    if all(asked.optional for asked in problem.answers.values()):
        yield ProblemFault(("answers",), "all are optional: one at least must be worth something")
    yield from _faults_of_inputs(problem)
    yield from _faults_of_cases(problem, known)
    for i, formulas in enumerate(problem.also_right):
        yield from _unknown_in_formulas(problem, formulas, known, ("also_right", i))
    yield from _faults_of_bugs(problem, known)
    if problem.graph is not None:
        yield from _faults_of_graph(problem)


def _faults_of_inputs(problem: Problem) -> Iterator[ProblemFault]:
    """Inputs called like a field, or made of what does not come before them; those of the large case as well."""
    for name, spec in problem.inputs.items():
        if name in CaseSpec.model_fields:
            yield ProblemFault(("inputs", name), f'"{name}" is a field of cases; call the input something else')
        yield from _unknown_in_input(spec, _before(name, problem.inputs), ("inputs", name))
    for name, spec in (problem.speed or {}).items():
        if name not in problem.inputs:
            yield ProblemFault(("speed", name), unknown(name, problem.inputs, "no such input"))
        yield from _unknown_in_input(spec, _before(name, problem.inputs), ("speed", name))


def _faults_of_cases(problem: Problem, known: set[str]) -> Iterator[ProblemFault]:
    """Cases with inputs that the problem has not, expressions that name nothing, or a name that another one has."""
    for i, case in enumerate(problem.cases):
        for name, spec in case.given.items():
            if name not in problem.inputs:
                fields = {*problem.inputs, *CaseSpec.model_fields} - {"given"}
                yield ProblemFault(("cases", i, name), unknown(name, fields, "neither an input nor a field"))
            yield from _unknown_in_input(spec, _before(name, problem.inputs), ("cases", i, name))
        if isinstance(case.accept, str):
            yield from _unknown_in_expression(case.accept, known, ("cases", i, "accept"))
        for k, formulas in enumerate(case.accept or [] if not isinstance(case.accept, str) else []):
            yield from _unknown_in_formulas(problem, formulas, known, ("cases", i, "accept", k))
    seen: set[str] = set()
    for i, case in enumerate(problem.cases):
        if seen & set(case.names):
            yield ProblemFault(("cases", i, "name"), f'two cases are called "{min(seen & set(case.names))}"')
        seen |= set(case.names)


def _faults_of_bugs(problem: Problem, known: set[str]) -> Iterator[ProblemFault]:
    """Mistakes that say nothing, or both ways; code that does not parse; twins that are not there."""
    for i, bug in enumerate(problem.bugs):
        if (bug.code is None) == (not bug.formulas):
            yield ProblemFault(("bugs", i), "say what it answers: either expressions by answer, or `code`")
        if bug.code is not None:
            try:
                ast.parse(bug.code)
            except SyntaxError as error:
                yield ProblemFault(("bugs", i, "code"), f"line {error.lineno} of it is not Python: {error.msg}")
        yield from _unknown_in_formulas(problem, bug.formulas, known, ("bugs", i))
        if bug.twin is not None and bug.twin not in {other.is_ for other in problem.bugs}:
            yield ProblemFault(("bugs", i, "twin"), unknown(bug.twin, [other.is_ for other in problem.bugs]))


def _faults_of_answer(problem: Problem, name: str, known: set[str]) -> Iterator[ProblemFault]:
    """An answer that is the slope of nothing there is, or whose expressions name nothing; `known` are their names."""
    asked = problem.answers[name]
    for field, value in (("slope_of", asked.slope_of), ("along", asked.along), ("with", asked.with_)):
        values = {*problem.answers, *assigned_names(problem.forward or "")}
        place = values if field == "slope_of" else set(problem.inputs)
        if value is not None and value not in place:
            yield ProblemFault(("answers", name, field), unknown(value, place))
    if asked.slope_of is not None and asked.along is None:
        yield ProblemFault(("answers", name), '"along" is missing: the input along which it is the slope')
    yield from _unknown_in_expression(asked.scale, known, ("answers", name, "scale"))
    for field, text in asked.worked or ():
        yield from _unknown_in_expression(text, known, ("answers", name, "worked", field))
    yield from _faults_of_follow(problem, name, known)
    if asked.optional and "weight" in asked.model_fields_set:
        yield ProblemFault(("answers", name, "weight"), "an optional answer weighs nothing; leave this out")


def _faults_of_graph(problem: Problem) -> Iterator[ProblemFault]:
    """A graph that does not parse, asks what nobody has, or computes something else than the answers are about."""
    from grader.graph_text import GraphFault

    try:
        problem.as_graph  # noqa: B018
    except GraphFault as fault:
        yield ProblemFault(("graph",), str(fault))


def _before(name: str, inputs: dict[str, InputSpec]) -> list[str]:
    """The inputs that are drawn before one of them."""
    return list(itertools.takewhile(lambda other: other != name, inputs))


def _unknown_in_input(spec: InputSpec, earlier: list[str], path: strict_yaml.Path) -> Iterator[ProblemFault]:
    """Inputs named inside a spec that do not come before it."""
    inner: Iterable[tuple[str | int, InputSpec]] = ()
    if isinstance(spec, ListOf):
        path, inner = (*path, "list"), enumerate(spec.items)
    elif isinstance(spec, DictOf):
        path, inner = (*path, "dict"), spec.entries.items()
    for place, item in inner:
        yield from _unknown_in_input(item, earlier, (*path, place))
    named = [kink for kink in spec.away_from if isinstance(kink, str)] if isinstance(spec, Drawn) else []
    for field, names in (("away_from", named), ("each", [spec.each] if isinstance(spec, Each) else [])):
        for name in names:
            if name not in earlier:
                yield ProblemFault((*path, field), unknown(name, earlier, "no input that comes before"))


def _unknown_in_call(problem: Problem, reference_names: set[str]) -> Iterator[ProblemFault]:
    """Calls that do not parse, ask names that nobody has, or leave an answer unassigned."""
    calls = [
        (("call",), problem.call),
        *((("cases", i, "call"), c.call) for i, c in enumerate(problem.cases) if c.call),
    ]
    for path, call in calls:
        try:
            ast.parse(call)
        except SyntaxError as error:
            yield ProblemFault(path, f"line {error.lineno} of it is not Python: {error.msg}")
            return
        for name in problem.returned:
            if name not in assigned_names(call):
                yield ProblemFault(path, f'does not assign "{name}", which `answers` asks for')
        for name in free_names(call):
            if name in problem.functions and name not in reference_names and not problem.forward_only:
                yield ProblemFault(path, unknown(name, reference_names, "neither an input nor in the reference"))


def _faults_of_forward(problem: Problem, reference_names: set[str]) -> Iterator[ProblemFault]:
    """A forward pass that does not parse, reads names that nobody has, or leaves out what it is to give."""
    known = {*problem.inputs, *reference_names, *vars(builtins), "np", "torch"}
    passes = [
        (("forward",), problem.forward),
        *((("cases", i, "forward"), c.forward) for i, c in enumerate(problem.cases)),
    ]
    for path, text in passes:
        try:
            ast.parse(text or "")
        except SyntaxError as error:
            yield ProblemFault(path, f"line {error.lineno} of it is not Python: {error.msg}")
            return
        for name in free_names(text or ""):
            if name not in known:
                yield ProblemFault(path, unknown(name, known, "neither an input nor in the reference"))
        lost = assigned_names(problem.forward or "") & {*problem.answers} - assigned_names(text or "")
        if text is not None and lost:
            yield ProblemFault(path, f'does not assign "{min(lost)}", as the problem\'s does')
    if problem.forward is None:
        return
    for name, asked in problem.answers.items():
        if name in problem.proved:
            continue
        if asked.slope_of is not None:
            what = unknown(asked.slope_of, assigned_names(problem.forward), "`forward` does not assign it")
            yield ProblemFault(("answers", name, "slope_of"), what)
        elif problem.forward_only:
            lacks = " or ".join(f'"{function}"' for function in problem.functions)
            yield ProblemFault(
                ("answers", name),
                f"the reference has no {lacks}, so `forward` has to assign it, or what it is a slope of",
            )


def _unknown_in_formulas(
    problem: Problem, formulas: dict[str, str], known: set[str], path: strict_yaml.Path
) -> Iterator[ProblemFault]:
    """Expressions by answer; or `code`, a whole module."""
    for name, text in formulas.items():
        if name == "code":
            continue
        if name not in problem.answers:
            yield ProblemFault((*path, name), unknown(name, [*problem.answers, "code"]))
        yield from _unknown_in_expression(text, known, (*path, name))


def _unknown_in_expression(text: str, known: set[str], path: strict_yaml.Path) -> Iterator[ProblemFault]:
    try:
        ast.parse(text, mode="eval")
    except SyntaxError as error:
        yield ProblemFault(path, f"not an expression: {error.msg}")
        return
    for name in free_names(text):
        if name not in known:
            yield ProblemFault(path, unknown(name, known))


def _faults_of_follow(problem: Problem, name: str, known: set[str]) -> Iterator[ProblemFault]:
    """Expressions of `follow` that are none, name nothing, or take no earlier answer."""
    follow = problem.answers[name].follow
    earlier = list(itertools.takewhile(lambda other: other != name, problem.answers))
    for i, formula in enumerate(problem.answers[name].formulas):
        path: strict_yaml.Path = ("answers", name, "follow", *([] if isinstance(follow, str) else [i]))
        yield from _unknown_in_expression(formula, known, path)
        if None in keys_taken(formula, problem.holders):
            [*holders] = problem.holders
            yield ProblemFault(path, f'which answer of "{holders[0]}"? Say it as in {holders[0]}["{name}"]')
            continue
        parents = problem.parents(formula)
        for parent in parents:
            if parent not in problem.answers:
                yield ProblemFault(path, unknown(parent, earlier, "no such answer"))
            elif parent not in earlier:
                yield ProblemFault(path, unknown(parent, earlier, "no answer that comes before"))
        if not parents:
            yield ProblemFault(path, "takes no answer that comes before, and so nothing that could be wrong")
