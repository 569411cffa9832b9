"""A problem made ready to be graded: its cases, what the reference answers to them, its clues; kept in the cache."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import cache
from grader.course import Course
from grader.errors import UserError
from grader.guest.wire import decode, encode
from grader.model import Asked, Bug, Case, Clues, Inputs, Later, Prepared, Question, Values
from grader.programs import ask_reference, by_name, question, taken_apart
from grader.sandbox.zygotes import Zygotes
from grader.words import Language

if TYPE_CHECKING:
    from grader.problem import Problem

VERSION = "14"
"""Part of every cache key: raise it when the same files would be prepared in another way."""


def prepared(course: Course, name: str, zygotes: Zygotes, secret_seed: str | None = None) -> Prepared:
    """A problem with its cases and what the reference answers to them, kept from run to run unless the seed is secret.

    In steady state this reads a few files, runs nothing, and imports no numpy. Raises UserError where the problem is
    at fault.
    """
    statement = course.statement(name)
    texts = [_bytes(file) for file in (statement, course.reference(name), *sorted(statement.parent.glob("*.py")))]
    digest = cache.key(*texts)
    kept, aside = _kept(course, name, digest)
    if secret_seed is None and cache.holds(aside) and (frames := cache.load(kept)):
        return _from_frames(*frames)
    ready, its_clues = _prepared(course, name, digest, zygotes, secret_seed)
    if secret_seed is None:
        cache.store(kept, _frames(ready))
        cache.store(aside, _clue_frames(its_clues))
    return dataclasses.replace(ready, clues=its_clues)


def clues(course: Course, problem: Prepared, zygotes: Zygotes) -> Clues:
    """What tells the mistakes in a problem's answers; apart from it in the cache, since right answers need none."""
    if problem.clues is not None:
        return problem.clues
    _, aside = _kept(course, problem.id, problem.sha256)
    if frames := cache.load(aside):
        return _from_clue_frames(*frames)
    return _prepared(course, problem.id, problem.sha256, zygotes, None)[1]


def _kept(course: Course, name: str, digest: str) -> tuple[str, str]:
    """The keys under which a Prepared and its clues are kept."""
    kept = cache.key("prepared", VERSION, _numpy_version(), course.module_of(name), name, course.seed, digest)
    return kept, f"{kept}-clues"


def _prepared(
    course: Course, name: str, digest: str, zygotes: Zygotes, secret_seed: str | None
) -> tuple[Prepared, Clues]:
    """A problem with its clues, by asking the reference."""
    problem = course.problem(name)
    ready = _without_cases(course, problem, digest)
    with located_in(course, name):
        cases = wanted_cases(course, problem, ready, zygotes, secret_seed)
        bugs = bug_answers(course, problem, ready, cases, zygotes)
        ladder = _ladder(course, problem, ready, zygotes)
    ready = dataclasses.replace(
        ready,
        questions=[question(case, problem.calls) for case in cases],
        cases_frame=encode([_without_inputs(case) for case in cases]),
    )
    return ready, Clues(bugs, ladder, [question(rung, problem.calls, again=False) for rung in ladder])


def _without_cases(course: Course, problem: Problem, digest: str) -> Prepared:
    """A problem as far as its file says it."""
    return Prepared(
        id=problem.id,
        module=problem.module,
        title=problem.title.model_dump(),
        points=problem.points,
        package=problem.package,
        reference_package="torch" if problem.forward_only else problem.package,
        seconds=problem.limits.seconds,
        megabytes=problem.limits.megabytes,
        call=problem.call,
        calls=taken_apart(problem.calls),
        functions=problem.functions,
        returned=problem.returned,
        helper=_bytes(course.statement(problem.id).parent / problem.helper).decode() if problem.helper else None,
        backprop=problem.backprop,
        answers={
            answer: Asked(
                weight=0.0 if asked.optional else asked.weight,
                part_of=asked.part_of,
                slope_of=asked.slope_of if asked.slope_of in problem.answers else None,
                along=asked.along,
                upstream=asked.with_,
                optional=asked.optional,
                follow={formula: problem.parents(formula) for formula in asked.formulas},
            )
            for answer, asked in problem.answers.items()
        },
        sha256=digest,
        questions=[],
        cases_frame=b"",
    )


def wanted_cases(
    course: Course, problem: Problem, ready: Prepared, zygotes: Zygotes, secret_seed: str | None
) -> list[Case]:
    """The cases of a problem, with what the reference answers to them. Raises ProblemFault."""
    from grader import cases

    drawn = cases.draw_cases(problem, secret_seed or course.seed, hidden=secret_seed is not None)
    calls = cases.reference_calls(problem, drawn, cases.case_specs(problem))
    answers = ask_reference(course, ready, calls, cases.reference_names(problem), zygotes)
    return cases.with_wanted(problem, drawn, answers)


def _ladder(course: Course, problem: Problem, ready: Prepared, zygotes: Zygotes) -> list[Case]:
    """The rungs that the reference answers, with how their gradients are worked out."""
    from grader import cases
    from grader.ladder import draw_rungs
    from grader.problem_faults import ProblemFault

    rungs, specs = zip(*draw_rungs(problem), strict=True)
    worked = {f"worked_of_{name}": asked.worked for name, asked in problem.answers.items() if asked.worked}
    lines = [
        f"{name} = [np.multiply(1.0, {how.upstream}), np.multiply(1.0, {how.local})]" for name, how in worked.items()
    ]
    calls = [
        dataclasses.replace(call, call="\n".join([call.call, *lines]))
        for call in cases.reference_calls(problem, rungs, specs)
    ]
    answers = ask_reference(course, ready, calls, [*cases.reference_names(problem), *worked], zygotes)
    ladder = []
    for rung, answer in zip(rungs, answers, strict=True):
        with contextlib.suppress(ProblemFault):  # an input that is too small for the reference is no rung
            [wanted] = cases.with_wanted(problem, [rung], [answer])
            how = {name.removeprefix("worked_of_"): answer.values[name] for name in worked if name in answer.values}
            ladder.append(dataclasses.replace(wanted, worked=how if rung.call == problem.call else {}))
    return ladder


def _parts(ready: Prepared) -> list[str]:
    """Statements that give the answers which are parts of a dict names of their own."""
    return [f"{name} = {asked.part_of}[{name!r}]" for name, asked in ready.answers.items() if asked.part_of]


@contextlib.contextmanager
def located_in(course: Course, name: str) -> Iterator[None]:
    """Say where in the problem's file a fault is. Raises UserError."""
    from grader import strict_yaml
    from grader.problem_faults import ProblemFault
    from grader.problem_file import located

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
    from grader.diagnosis.families import families
    from grader.problem_faults import ProblemFault

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
    from grader.diagnosis.families import code_of
    from grader.problem_faults import ProblemFault

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
    from grader.forward import reference_call

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


def _wrong_in(names: Iterable[str], cases: Sequence[Case], values: Sequence[Values]) -> list[str]:
    """The answers that differ from the wanted ones on some case."""
    from grader.compare import same

    return [
        name
        for name in names
        if not all(
            same(case.want[name], each.get(name), case.scale[name]) for case, each in zip(cases, values, strict=True)
        )
    ]


def _clue_frames(clues: Clues) -> list[bytes]:
    """Clues as they are kept: rungs without their inputs, the questions that hold them, each bug's values by case."""
    bugs = [{key: getattr(bug, key) for key in ("code", "name", "twin", "hint", "answers")} for bug in clues.bugs]
    most = [question.most for question in clues.questions]
    head = {"bugs": bugs, "ladder": [_without_inputs(rung) for rung in clues.ladder], "most": most}
    values = [encode(dict(of_case)) for bug in clues.bugs for of_case in bug.values]
    return [encode(head), *(question.frame for question in clues.questions), *values]


def _from_clue_frames(head: bytes, *frames: bytes) -> Clues:
    """Clues out of what was kept of them."""
    plain = decode(head)
    asked, values = frames[: len(plain["ladder"])], frames[len(plain["ladder"]) :]
    ladder = [Case(inputs=Inputs(frame), **rung) for rung, frame in zip(plain["ladder"], asked, strict=True)]
    questions = [
        Question(rung.name, frame, False, most, rung.generic)
        for rung, frame, most in zip(ladder, asked, plain["most"], strict=True)
    ]
    each = len(values) // max(1, len(plain["bugs"]))
    bugs = [Bug(**bug, values=Later(values[i * each : (i + 1) * each])) for i, bug in enumerate(plain["bugs"])]
    return Clues(bugs, ladder, questions)


def _without_inputs(case: Case) -> dict[str, Any]:
    return {field.name: getattr(case, field.name) for field in dataclasses.fields(case) if field.name != "inputs"}


def _frames(ready: Prepared) -> list[bytes]:
    """A Prepared as it is kept: its plain data, the cases, and the questions ready to be sent."""
    plain = {field.name: getattr(ready, field.name) for field in dataclasses.fields(ready)}
    plain["answers"] = {name: dataclasses.asdict(asked) for name, asked in ready.answers.items()}
    plain["questions"] = [[asked.case, asked.again, asked.most, asked.generic] for asked in ready.questions]
    del plain["cases_frame"], plain["clues"]
    return [encode(plain), ready.cases_frame, *(question.frame for question in ready.questions)]


def _from_frames(head: bytes, cases_frame: bytes, *frames: bytes) -> Prepared:
    """A Prepared out of what was kept of it."""
    plain = decode(head)
    plain["answers"] = {name: Asked(**asked) for name, asked in plain["answers"].items()}
    plain["questions"] = [
        Question(case, frame, *rest) for (case, *rest), frame in zip(plain["questions"], frames, strict=True)
    ]
    return Prepared(cases_frame=cases_frame, **plain)


@functools.cache
def _numpy_version() -> bytes:
    """What tells one numpy from another, without importing it."""
    spec = importlib.util.find_spec("numpy")
    assert spec is not None and spec.origin is not None
    return (Path(spec.origin).parent / "version.py").read_bytes()


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise UserError("problem-file", text=f"{file}: no such file, and the problem needs it")
    return file.read_bytes()
