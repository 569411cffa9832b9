"""validate(): whether a problem is right, and whether its cases are strong."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import field

from grader import strict_yaml
from grader.asking import located_in, wanted_cases
from grader.authoring import latex, right, strong
from grader.authoring.candidate import OTHER_SEEDS, Candidate, Fault
from grader.authoring.strong import Trial
from grader.course import Course
from grader.errors import PackageMissing, UserError
from grader.frozen import frozen
from grader.guest import kernel
from grader.preparing import clues, prepared
from grader.problem_file import text_of
from grader.sandbox import host
from grader.sandbox.zygotes import ZygoteDied, Zygotes
from grader.words import Language, say

STEPS: dict[str, Callable[[Candidate], Iterator[Fault]]] = {
    "held": right.held,
    "finite": right.finite,
    "slopes": right.slopes,
    "also-right": right.also_right,
    "worked": right.worked,
    "graph": right.graph,
    "bugs": strong.bugs,
    "trivial": strong.trivial,
    "template": strong.template,
    "formulas": latex.renders,
}
"""What is proved of a problem; to add a step, write a function and one line here."""
IN_TORCH: dict[str, Callable[[Candidate], Iterator[Fault]]] = {
    "autograd": right.autograd,
    "slopes of forward": right.slopes_of_forward,
}
"""What is proved where torch is installed."""


@frozen
class Validation:
    """What came of validating one problem."""

    id: str
    faults: Sequence[str]
    """One line each: `file:line:column: field: what, and what to do`."""
    bugs: int = 0
    cases: int = 0
    """Under all seeds together."""
    also_right: int = 0
    killed: Sequence[Trial] = ()
    equivalent: Sequence[Trial] = ()
    without_torch: bool = False
    """Whether what needs torch was left out."""
    seconds: dict[str, float] = field(default_factory=dict)
    """By step."""


def every(
    course: Course, names: Sequence[str], language: Language, zygotes: Zygotes, jobs: int
) -> Iterator[Validation | None]:
    """The validation of each of these problems, in their order, several at a time; None where a package is missing."""
    if jobs == 1:
        yield from (_validation(course, language, zygotes, name) for name in names)
        return
    context = multiprocessing.get_context("fork")  # nothing here has threads
    with ProcessPoolExecutor(jobs, context, _begin, (course, language)) as processes:
        yield from processes.map(_in_process, names)


def _begin(course: Course, language: Language) -> None:
    """Have zygotes of its own in a process, which ends with the one that asks it; they end with theirs."""
    kernel.die_with_parent()
    host.harden()
    OWN.append((course, language, Zygotes()))


def _in_process(name: str) -> Validation | None:
    return _validation(*OWN[0], name)


OWN: list[tuple[Course, Language, Zygotes]] = []
"""What one of several processes works with."""


def _validation(course: Course, language: Language, zygotes: Zygotes, name: str) -> Validation | None:
    try:
        return validate(course, name, language, zygotes)
    except PackageMissing:
        return None


def validate(course: Course, name: str, language: Language, zygotes: Zygotes) -> Validation:
    """Prove a problem. Raises PackageMissing, and UserError where no process can be had."""
    start = time.perf_counter()
    try:
        candidate = candidate_of(course, name, zygotes)
    except PackageMissing:
        raise
    except UserError as error:
        return Validation(name, [error.text(language)])
    seconds = {"cases": time.perf_counter() - start}
    faults: list[Fault] = []
    without_torch = False
    try:
        for step, prove in (STEPS | IN_TORCH).items():
            start = time.perf_counter()
            try:
                faults += prove(candidate)
            except PackageMissing:
                without_torch = True
            seconds[step] = time.perf_counter() - start
        start = time.perf_counter()
        tried = strong.trials(candidate)
        seconds["mutants"] = time.perf_counter() - start
    except ZygoteDied:
        raise UserError("no-guests") from None
    equivalent, alive = strong.survivors(candidate, tried)
    return Validation(
        id=name,
        faults=_lines(course, name, [*faults, *alive], language),
        bugs=len(candidate.bugs),
        cases=len(candidate.cases),
        also_right=len(candidate.problem.also_right),
        killed=[trial for trial in tried if trial.case is not None],
        equivalent=equivalent,
        without_torch=without_torch,
        seconds=seconds,
    )


def candidate_of(course: Course, name: str, zygotes: Zygotes) -> Candidate:
    """The problem with its cases under every seed. Raises UserError where it cannot be read or answered."""
    problem, ready = course.problem(name), prepared(course, name, zygotes)
    with located_in(course, name):
        others = [wanted_cases(course, problem, ready, zygotes, seed) for seed in OTHER_SEEDS]
    return Candidate(course, problem, ready, clues(course, ready, zygotes), others, zygotes)


def _lines(course: Course, name: str, faults: Sequence[Fault], language: Language) -> list[str]:
    """Faults as lines, in the order of the file; what is said of other files comes last."""
    file = course.statement(name)
    document = strict_yaml.read(text_of(file))
    lines = []
    for each in faults:
        path, line, column = document.place(each.path)
        place = each.at or (file, line, column, ".".join(map(str, path)))
        said = {key: say(language, value[1:]) if value[:1] == "=" else value for key, value in each.params.items()}
        where = f"{place[0]}:{place[1]}:{place[2]}: {place[3]}{': ' if place[3] else ''}"
        lines.append((place[0] != file, place[0], *place[1:3], where + say(language, each.key, **said)))
    return [line for *_, line in sorted(lines)]
