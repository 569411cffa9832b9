"""What the reference answers to a problem's cases, on its ladder, and with each bug in the place of what is right."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from grader import strict_yaml
from grader.cases import case_specs, draw_cases, reference_calls, reference_names, with_wanted
from grader.compare import same
from grader.course import Course
from grader.diagnosis.families import code_of, families
from grader.errors import UserError
from grader.forward import reference_call
from grader.ladder import draw_rungs
from grader.model import Bug, Case, Prepared, Values
from grader.problem import Problem
from grader.problem_faults import ProblemFault
from grader.problem_file import located
from grader.programs import ask_reference, by_name
from grader.sandbox.zygotes import Zygotes
from grader.words import Language


def wanted_cases(
    course: Course, problem: Problem, ready: Prepared, zygotes: Zygotes, secret_seed: str | None
) -> list[Case]:
    """The cases of a problem, with what the reference answers to them. Raises ProblemFault."""
    drawn = draw_cases(problem, secret_seed or course.seed, hidden=secret_seed is not None)
    calls = reference_calls(problem, drawn, case_specs(problem))
    answers = ask_reference(course, ready, calls, reference_names(problem), zygotes)
    return with_wanted(problem, drawn, answers)


def wanted_ladder(course: Course, problem: Problem, ready: Prepared, zygotes: Zygotes) -> list[Case]:
    """The rungs that the reference answers, with how their gradients are worked out."""
    rungs, specs = zip(*draw_rungs(problem), strict=True)
    worked = {f"worked_of_{name}": asked.worked for name, asked in problem.answers.items() if asked.worked}
    lines = [
        f"{name} = [np.multiply(1.0, {how.upstream}), np.multiply(1.0, {how.local})]" for name, how in worked.items()
    ]
    calls = [
        dataclasses.replace(call, call="\n".join([call.call, *lines]))
        for call in reference_calls(problem, rungs, specs)
    ]
    answers = ask_reference(course, ready, calls, [*reference_names(problem), *worked], zygotes)
    ladder = []
    for rung, answer in zip(rungs, answers, strict=True):
        with contextlib.suppress(ProblemFault):  # an input that is too small for the reference is no rung
            [wanted] = with_wanted(problem, [rung], [answer])
            how = {name.removeprefix("worked_of_"): answer.values[name] for name in worked if name in answer.values}
            ladder.append(dataclasses.replace(wanted, worked=how if rung.call == problem.call else {}))
    return ladder


@contextlib.contextmanager
def located_in(course: Course, name: str) -> Iterator[None]:
    """Say where in the problem's file a fault is. Raises UserError."""
    try:
        yield
    except ProblemFault as fault:
        file = course.statement(name)
        raise located(file, strict_yaml.read(file.read_text(encoding="utf-8")), fault) from None


def bug_answers(
    course: Course, problem: Problem, ready: Prepared, cases: Sequence[Case], zygotes: Zygotes
) -> list[Bug]:
    """Every bug of a problem with what it answers to the cases. Raises ProblemFault."""
    if not problem.bugs:
        return []
    codes = _codes(problem)
    by_formulas = _values_of_formulas(course, problem, ready, cases, zygotes)
    bugs = []
    for i, (bug, code) in enumerate(zip(problem.bugs, codes, strict=True)):
        values: list[Values] = by_formulas[i]
        if bug.code is not None:
            answers = ask_reference(course, ready, cases, ready.returned, zygotes, instead=bug.code)
            values = [by_name(ready, answer).values for answer in answers]
            values = [{name: each[name] for name in ready.answers if name in each} for each in values]
        hint = bug.hint.model_dump() if bug.hint else None
        given = {name for each in values for name in each}
        told = [name for name, asked in ready.answers.items() if name in given or not asked.optional]
        wrong = _wrong_in(bug.formulas or told, cases, values)
        if not any(given for given, case in zip(values, cases, strict=True) if not case.visible):
            raise ProblemFault(
                ("bugs", i), "it raises on every case that counts, and so says nothing of a student's values; mend it"
            )
        if not wrong:
            raise ProblemFault(
                ("bugs", i),
                "it answers what the reference answers, on every case; add a case on which it is wrong, or take it out",
            )
        bugs.append(Bug(code, families()[code].name, bug.twin, hint, wrong, values))
    return bugs


def _codes(problem: Problem) -> list[str]:
    """The code of each bug's family. Raises ProblemFault where there is no such family."""
    codes = []
    for i, bug in enumerate(problem.bugs):
        try:
            codes.append(code_of(bug.is_))
        except UserError as error:
            raise ProblemFault(("bugs", i, "is"), error.text(Language.en)) from None
    return codes


def _values_of_formulas(
    course: Course, problem: Problem, ready: Prepared, cases: Sequence[Case], zygotes: Zygotes
) -> list[list[Values]]:
    """For each bug what its expressions give on each case, by answer: of all bugs in one guest; nothing of `code`."""
    formulas = {
        f"bug_{i}_{name}": text.strip() for i, bug in enumerate(problem.bugs) for name, text in bug.formulas.items()
    }
    if not formulas:
        return [[] for _ in problem.bugs]
    lines = [*_parts(ready), *(f"{name} = ({text})" for name, text in formulas.items())]
    called = [dataclasses.replace(case, call="\n".join([reference_call(problem, case), *lines])) for case in cases]
    computed = ask_reference(course, ready, called, list(formulas), zygotes)
    return [
        [
            {name: answer.values[key] for name in bug.formulas if (key := f"bug_{i}_{name}") in answer.values}
            for answer in computed
        ]
        for i, bug in enumerate(problem.bugs)
    ]


def _parts(ready: Prepared) -> list[str]:
    """Statements that give the answers which are parts of a dict names of their own."""
    return [f"{name} = {asked.part_of}[{name!r}]" for name, asked in ready.answers.items() if asked.part_of]


def _wrong_in(names: Iterable[str], cases: Sequence[Case], values: Sequence[Values]) -> list[str]:
    """The answers that differ from the wanted ones on some case."""
    return [
        name
        for name in names
        if not all(
            same(case.want[name], each.get(name), case.scale[name]) for case, each in zip(cases, values, strict=True)
        )
    ]
