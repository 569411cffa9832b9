"""What is run in guests: a student's file or the reference, with the calls of a problem; and what they answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from grader import cases as drawing
from grader.course import Course
from grader.errors import UserError
from grader.guest.wire import Value
from grader.model import Answer, Case
from grader.problem import Problem, ProblemFault
from grader.sandbox import Zygotes
from grader.sandbox.conversation import Conversation, Program
from grader.submission import StudentFile


def student_program(course: Course, problem: Problem, file: StudentFile, slow: float) -> Program:
    """A student's file with the problem's calls; `slow` stretches the limit of time."""
    return Program(
        name=problem.stem,
        file=file.path,
        source=file.source,
        calls=list(dict.fromkeys([problem.call, *(case.call for case in problem.cases if case.call)])),
        returned=problem.returned,
        functions=problem.functions,
        package=problem.package,
        seconds=problem.limits.seconds * slow,
        megabytes=problem.limits.megabytes,
        helper=_helper(course, problem),
    )


def reference_program(course: Course, problem: Problem, cases: Sequence[Case], returned: Sequence[str]) -> Program:
    """The reference with the calls of these cases. It never shares a guest with student code."""
    file = course.reference(problem.id)
    return Program(
        name=problem.stem,
        file=file.name,
        source=file.read_text(encoding="utf-8"),
        calls=list(dict.fromkeys(case.call for case in cases)),
        returned=returned,
        functions=problem.functions,
        package=problem.package,
        seconds=10 * problem.limits.seconds,
        megabytes=problem.limits.megabytes,
        helper=_helper(course, problem),
        trusted=True,
    )


def ask_reference(
    course: Course, problem: Problem, cases: Sequence[Case], returned: Sequence[str], zygotes: Zygotes
) -> list[Answer]:
    """What the reference answers to these cases, in a guest of its own that ends with it."""
    with Conversation(reference_program(course, problem, cases, returned), zygotes) as reference:
        return reference.ask(cases, again=False)


def wanted_cases(course: Course, problem: Problem, digest: str, zygotes: Zygotes, secret_seed: str | None) -> list[Case]:
    """The cases of a problem with what the reference answers, kept from run to run unless the seed is secret.

    Raises UserError where the problem is at fault.
    """
    seed = secret_seed or course.seed
    if secret_seed is None and (kept := drawing.cached(problem, digest, seed)) is not None:
        return kept
    try:
        cases = drawing.draw_cases(problem, seed, hidden=secret_seed is not None)
        calls = drawing.reference_calls(problem, cases)
        answers = ask_reference(course, problem, calls, drawing.reference_names(problem), zygotes)
        cases = drawing.with_wanted(problem, cases, answers)
    except ProblemFault as fault:
        file = course.root / "problems" / problem.module / f"{problem.id}.yaml"
        field = ".".join(str(step) for step in fault.path)
        raise UserError("problem-file", text=f"{file}: {field}: {fault.what}") from None
    if secret_seed is None:
        drawing.keep(problem, digest, seed, cases)
    return cases


def accepted(course: Course, problem: Problem, case: Case, values: Mapping[str, Value], zygotes: Zygotes) -> bool:
    """Whether the property that a case accepts answers by holds for these answers; the reference's process decides."""
    assert case.accept is not None
    asked = dataclasses.replace(
        case, call=f"accepted = bool({case.accept.strip()})", inputs={**case.inputs, **values}
    )
    [answer] = ask_reference(course, problem, [asked], ["accepted"], zygotes)
    return answer.values.get("accepted") is True


def by_name(problem: Problem, answer: Answer) -> Answer:
    """An answer with its values under the names the problem asks for, taken out of the dicts they are part of."""
    values, troubles = dict(answer.values), dict(answer.troubles)
    for name, asked in problem.answers.items():
        if asked.part_of is None or asked.part_of not in answer.values:
            if asked.part_of in answer.troubles:
                troubles[name] = answer.troubles[asked.part_of]
            continue
        whole = answer.values[asked.part_of]
        values.pop(name, None)
        if not isinstance(whole, dict):
            troubles[name] = {"kind": "not-a-dict", "got": type(whole).__name__, "part_of": asked.part_of}
        elif name not in whole:
            troubles[name] = {"kind": "missing-key", "key": name, "has": sorted(whole)[:20], "part_of": asked.part_of}
        else:
            values[name] = whole[name]
    again = by_name(problem, answer.again) if answer.again else None
    return dataclasses.replace(answer, values=values, troubles=troubles, again=again)


def _helper(course: Course, problem: Problem) -> str | None:
    if problem.helper is None:
        return None
    return (course.root / "problems" / problem.module / problem.helper).read_text(encoding="utf-8")
