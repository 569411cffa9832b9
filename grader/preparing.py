"""A problem made ready to be graded: its cases, what the reference answers to them, its clues; kept in the cache."""

from __future__ import annotations

import dataclasses
import functools
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import cache
from grader.course import Course
from grader.errors import UserError
from grader.guest.wire import decode, encode
from grader.model import Asked, Bug, Case, Clues, Inputs, Later, Prepared, Question
from grader.programs import question, taken_apart
from grader.sandbox.zygotes import Zygotes

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


def clues(course: Course, ready: Prepared, zygotes: Zygotes) -> Clues:
    """What tells the mistakes in a problem's answers; apart from it in the cache, since right answers need none."""
    if ready.clues is not None:
        return ready.clues
    _, aside = _kept(course, ready.id, ready.sha256)
    if frames := cache.load(aside):
        return _from_clue_frames(*frames)
    return _prepared(course, ready.id, ready.sha256, zygotes, None)[1]


def _kept(course: Course, name: str, digest: str) -> tuple[str, str]:
    """The keys under which a Prepared and its clues are kept."""
    kept = cache.key("prepared", VERSION, _numpy_version(), course.module_of(name), name, course.seed, digest)
    return kept, f"{kept}-clues"


def _prepared(
    course: Course, name: str, digest: str, zygotes: Zygotes, secret_seed: str | None
) -> tuple[Prepared, Clues]:
    """A problem with its clues, by asking the reference."""
    from grader import asking  # what is kept needs none of it

    problem = course.problem(name)
    ready = _without_cases(course, problem, digest)
    with asking.located_in(course, name):
        cases = asking.wanted_cases(course, problem, ready, zygotes, secret_seed)
        bugs = asking.bug_answers(course, problem, ready, cases, zygotes)
        ladder = asking.wanted_ladder(course, problem, ready, zygotes)
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
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name="numpy")  # as importing it would
    return (Path(spec.origin).parent / "version.py").read_bytes()


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise UserError("problem-file", text=f"{file}: no such file, and the problem needs it")
    return file.read_bytes()
