"""What is run in guests: a student's file or the reference, with the calls of a problem; and what they answer."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import importlib.util
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import cache
from grader.cleaning import cleaned
from grader.course import Course
from grader.errors import UserError
from grader.guest.wire import TooLarge, Value, decode, encode
from grader.model import Answer, Asked, Bug, Case, Clues, Prepared, Question, Values
from grader.sandbox import Zygotes
from grader.sandbox.conversation import Conversation, Program
from grader.submission import StudentFile
from grader.words import Language

if TYPE_CHECKING:
    from grader.problem import Problem

VERSION = "11"
"""Part of every cache key: raise it when the same files would be prepared in another way."""
TRUSTED_SLOW = 10
"""How many times the limit of time a reference may take."""
REPLY_LEAST, REPLY_OVER_RIGHT = 1 << 20, 4
"""A reply may take so many bytes, and so many times what inputs and right answer take: a wrong one may be larger."""


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
        cache.store(aside, [encode(dataclasses.asdict(its_clues))])
    return dataclasses.replace(ready, clues=its_clues)


def clues(course: Course, problem: Prepared, zygotes: Zygotes) -> Clues:
    """What tells the mistakes in a problem's answers; apart from it in the cache, since right answers need none."""
    if problem.clues is not None:
        return problem.clues
    _, aside = _kept(course, problem.id, problem.sha256)
    if frames := cache.load(aside):
        plain = decode(frames[0])
        return Clues([Bug(**bug) for bug in plain["bugs"]], [Case(**rung) for rung in plain["ladder"]])
    return _prepared(course, problem.id, problem.sha256, zygotes, None)[1]


def _kept(course: Course, name: str, digest: str) -> tuple[str, str]:
    """The keys under which a Prepared and its clues are kept."""
    kept = cache.key("prepared", VERSION, _numpy_version(), course.module_of(name), name, course.seed, digest)
    return kept, f"{kept}-clues"


def _prepared(
    course: Course, name: str, digest: str, zygotes: Zygotes, secret_seed: str | None
) -> tuple[Prepared, Clues]:
    """A problem with its clues, by asking the reference."""
    statement, problem = course.statement(name), course.problem(name)
    ready = Prepared(
        id=problem.id,
        module=problem.module,
        title=problem.title.model_dump(),
        points=problem.points,
        package=problem.package,
        reference_package="torch" if problem.forward_only else problem.package,
        seconds=problem.limits.seconds,
        megabytes=problem.limits.megabytes,
        call=problem.call,
        calls=problem.calls,
        functions=problem.functions,
        returned=problem.returned,
        helper=_bytes(statement.parent / problem.helper).decode() if problem.helper else None,
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
    with located_in(course, name):
        cases = wanted_cases(course, problem, ready, zygotes, secret_seed)
        its_clues = Clues(bug_answers(course, problem, ready, cases, zygotes), _ladder(course, problem, ready, zygotes))
    ready = dataclasses.replace(
        ready,
        questions=[question(case, problem.calls) for case in cases],
        cases_frame=encode([_without_inputs(case) for case in cases]),
    )
    return ready, its_clues


def question(case: Case, calls: Sequence[str], *, again: bool = True) -> Question:
    """The case as a guest with these calls is asked it; twice, with `again`."""
    inputs = dict(case.inputs)
    most = REPLY_LEAST + REPLY_OVER_RIGHT * len(encode([inputs, dict(case.want)]))
    message = {"do": "call", "which": list(calls).index(case.call), "again": again, "most": most, "inputs": inputs}
    return Question(case.name, encode(message), again, most, generic=case.generic, hidden=case.hidden)


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
    from grader.problem import ProblemFault

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
    from grader.problem import ProblemFault, located

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
    from grader.diagnosis.families import code_of, families
    from grader.forward import reference_call
    from grader.problem import ProblemFault

    for i, bug in enumerate(problem.bugs):
        try:
            code_of(bug.is_)
        except UserError as error:
            raise ProblemFault(("bugs", i, "is"), error.text(Language.en)) from None
    formulas = {
        f"bug_{i}_{name}": text.strip() for i, bug in enumerate(problem.bugs) for name, text in bug.formulas.items()
    }
    lines = [*_parts(ready), *(f"{name} = ({text})" for name, text in formulas.items())]
    called = [dataclasses.replace(case, call="\n".join([reference_call(problem, case), *lines])) for case in cases]
    computed = ask_reference(course, ready, called, list(formulas), zygotes) if formulas else []
    bugs = []
    for i, bug in enumerate(problem.bugs):
        if bug.code is None:
            values = [
                {name: answer.values[key] for name in bug.formulas if (key := f"bug_{i}_{name}") in answer.values}
                for answer in computed
            ]
        else:
            answers = ask_reference(course, ready, cases, ready.returned, zygotes, instead=bug.code)
            values = [dict(by_name(ready, answer).values) for answer in answers]
            values = [{name: each[name] for name in ready.answers if name in each} for each in values]
        code = code_of(bug.is_)
        hint = bug.hint.model_dump() if bug.hint else None
        given = {name for each in values for name in each}
        told = [name for name, asked in ready.answers.items() if name in given or not asked.optional]
        wrong = _wrong_in(bug.formulas or told, cases, values)
        if not any(values):
            raise ProblemFault(
                ("bugs", i), "it raises on every case, and so says nothing of a student's values; mend it"
            )
        if not wrong:
            raise ProblemFault(
                ("bugs", i),
                "it answers what the reference answers, on every case; add a case on which it is wrong, or take it out",
            )
        bugs.append(Bug(code, families()[code].name, bug.twin, hint, wrong, values))
    return bugs


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


def student_program(problem: Prepared, file: StudentFile, slow: float) -> Program:
    """A student's file with the problem's calls; `slow` stretches the limit of time."""
    return Program(
        name=problem.stem,
        file=file.path,
        source=file.source,
        calls=problem.calls,
        returned=problem.returned,
        functions=problem.functions,
        package=problem.package,
        seconds=problem.seconds * slow,
        megabytes=problem.megabytes,
        helper=problem.helper,
    )


def autograd_answers(
    course: Course, problem: Problem, ready: Prepared, cases: Sequence[Case], zygotes: Zygotes
) -> list[Answer]:
    """What autograd makes of a problem's `forward`, for each case: an answer with a value for each of `problem.proved`.

    That is a proof of the reference which shares nothing with it, unless the problem is `forward_only`: then it is
    what the wanted answers come from. It holds for a case with a call of its own as far as that asks the same values
    (else the case has a `forward` of its own), and at a kink by the convention of torch. A case that torch cannot
    answer has troubles, as any answer.
    """
    from grader import forward

    in_torch = dataclasses.replace(ready, reference_package="torch")
    asked = [dataclasses.replace(case, call=forward.by_autograd(problem, case)) for case in cases]
    answers = ask_reference(course, in_torch, asked, problem.returned, zygotes)
    return [by_name(ready, answer) for answer in answers]


def forward_program(course: Course, problem: Problem, ready: Prepared) -> Program:
    """The problem's `forward` as a program with one call, which assigns every value that an answer is the slope of.

    In a `Conversation`, `stand` on a case's inputs and ask `along(program.calls[0], input, v, steps, slope_of)`: so
    slopes are measured that no autograd has part in, also of a value that is no answer.
    """
    from grader import forward

    in_torch = dataclasses.replace(ready, reference_package="torch")
    values = {asked.slope_of: None for asked in problem.answers.values() if asked.slope_of}
    program = trusted_program(in_torch, course.reference(problem.id).read_text(encoding="utf-8"))
    return dataclasses.replace(program, calls=[forward.values_only(problem)], returned=[*values])


def ask_reference(
    course: Course,
    problem: Prepared,
    cases: Sequence[Case],
    returned: Sequence[str],
    zygotes: Zygotes,
    *,
    instead: str = "",
    alone: bool = True,
) -> list[Answer]:
    """What the reference answers to these cases: in a guest of its own, that no student code ever shares.

    Definitions in `instead` take the place of its own. Raises ZygoteDied where it is not `alone` and the zygote dies.
    """
    source = course.reference(problem.id).read_text(encoding="utf-8") + "\n\n" + instead
    calls = list(dict.fromkeys(case.call for case in cases))
    program = dataclasses.replace(trusted_program(problem, source), calls=calls, returned=returned)
    with Conversation(program, zygotes, alone=alone) as reference:
        return reference.ask([question(case, calls, again=False) for case in cases])


def trusted_program(problem: Prepared, source: str, slow: float = TRUSTED_SLOW) -> Program:
    """A module of the course's own, such as the reference: all its names may be used in calls, and it has more time."""
    file = StudentFile(f"{problem.stem}.py", source)
    program = student_program(problem, file, slow)
    return dataclasses.replace(program, package=problem.reference_package, trusted=True)


def accepted(
    course: Course, problem: Prepared, case: Case, values: Mapping[str, Value], zygotes: Zygotes, *, alone: bool = True
) -> bool:
    """Whether the property that a case accepts answers by holds for these; the reference's process decides."""
    assert case.accept is not None
    call = f"accepted = bool({case.accept.strip()})"
    asked = dataclasses.replace(case, call=call, inputs={**case.inputs, **values})
    try:
        [answer] = ask_reference(course, problem, [asked], ["accepted"], zygotes, alone=alone)
    except TooLarge:
        return False  # no right answer is larger than what travels
    return answer.values.get("accepted") is True


def by_name(problem: Prepared, answer: Answer) -> Answer:
    """An answer with its values under the names the problem asks for, taken out of the dicts they are part of."""
    if not any(asked.part_of for asked in problem.answers.values()):
        return answer
    values, troubles = dict(answer.values), dict(answer.troubles)
    for name, asked in problem.answers.items():
        if asked.part_of is None:
            continue
        values.pop(name, None)
        whole = answer.values.get(asked.part_of)
        if asked.part_of not in answer.values:
            troubles[name] = answer.troubles.get(asked.part_of, {"kind": "nothing"})
        elif not isinstance(whole, dict):
            troubles[name] = {"kind": "not-a-dict", "got": type(whole).__name__, "part_of": asked.part_of}
        elif name not in whole:
            troubles[name] = {
                "kind": "missing-key",
                "key": name,
                "has": [cleaned(key, most=40) for key in sorted(whole)[:20]],
                "part_of": asked.part_of,
            }
        else:
            values[name] = whole[name]
    again = by_name(problem, answer.again) if answer.again else None
    return dataclasses.replace(answer, values=values, troubles=troubles, again=again)


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
