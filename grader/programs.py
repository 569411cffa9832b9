"""What is run in guests: a student's file or the reference, with the calls of a problem; and what they answer."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from grader.cleaning import cleaned
from grader.course import Course
from grader.guest.wire import TooLarge, Value, encode
from grader.model import Answer, Case, Prepared, Question
from grader.sandbox.conversation import Conversation, Program
from grader.sandbox.zygotes import Zygotes
from grader.submission import StudentFile

if TYPE_CHECKING:
    from grader.problem import Problem

TRUSTED_SLOW = 10
"""How many times the limit of time a reference may take."""
REPLY_LEAST, REPLY_OVER_RIGHT = 1 << 20, 4
"""A reply may take so many bytes, and so many times what inputs and right answer take: a wrong one may be larger."""

SHOWN_MOST = 300
"""Characters of a statement that a trouble shows."""


def question(case: Case, calls: Collection[str], *, again: bool = True) -> Question:
    """The case as a guest with these calls is asked it; twice, with `again`."""
    inputs = dict(case.inputs)
    most = REPLY_LEAST + REPLY_OVER_RIGHT * len(encode([inputs, dict(case.want)]))
    message = {"do": "call", "which": list(calls).index(case.call), "again": again, "most": most, "inputs": inputs}
    return Question(case.name, encode(message), again, most, generic=case.generic, hidden=case.hidden)


def taken_apart(calls: Iterable[str]) -> dict[str, list[list[Any]]]:
    """Calls by their text, each as the statements that a guest runs one by one.

    A statement is the code to run, the names of the tuple it is unpacked into (None where it is none), all names it
    assigns, and how it is shown. It is taken apart here, and kept: a guest would take longer to do so than to run it.
    """
    return {call: _statements(call) for call in calls}


def _statements(call: str) -> list[list[Any]]:
    """The statements of a call; one that does not parse, or is too long to be written out, is left whole."""
    try:
        return [_statement(node) for node in ast.parse(call).body]
    except (SyntaxError, ValueError, RecursionError):
        return [[call, None, [], ""]]


def _statement(node: ast.stmt) -> list[Any]:
    stored = (name for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store))
    assigns = list(dict.fromkeys(name.id for name in stored))
    shown = ast.unparse(node)[:SHOWN_MOST] if isinstance(node, (ast.Assign, ast.Expr)) else ""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Tuple):
        names = [target.id for target in node.targets[0].elts if isinstance(target, ast.Name)]
        if len(names) == len(node.targets[0].elts):
            return [ast.unparse(node.value), names, assigns, shown]
    return [ast.unparse(node), None, assigns, shown]


def student_program(ready: Prepared, file: StudentFile, slow: float) -> Program:
    """A student's file with the problem's calls; `slow` stretches the limit of time."""
    return Program(
        name=ready.stem,
        file=file.path,
        source=file.source,
        calls=ready.calls,
        returned=ready.returned,
        functions=ready.functions,
        package=ready.package,
        seconds=ready.seconds * slow,
        megabytes=ready.megabytes,
        helper=ready.helper,
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

    In a `Conversation`, `stand` on a case's inputs and ask `along(call, input, v, steps, slope_of)`: so
    slopes are measured that no autograd has part in, also of a value that is no answer.
    """
    from grader import forward

    in_torch = dataclasses.replace(ready, reference_package="torch")
    values = {asked.slope_of: None for asked in problem.answers.values() if asked.slope_of}
    program = trusted_program(in_torch, course.reference_text(problem.id))
    return dataclasses.replace(program, calls=taken_apart([forward.values_only(problem)]), returned=[*values])


def ask_reference(
    course: Course,
    ready: Prepared,
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
    source = course.reference_text(ready.id) + "\n\n" + instead
    calls = taken_apart(case.call for case in cases)
    program = dataclasses.replace(trusted_program(ready, source), calls=calls, returned=returned)
    with Conversation(program, zygotes, alone=alone) as reference:
        return reference.ask([question(case, calls, again=False) for case in cases])


def trusted_program(ready: Prepared, source: str, slow: float = TRUSTED_SLOW) -> Program:
    """A module of the course's own, such as the reference: all its names may be used in calls, and it has more time."""
    file = StudentFile(f"{ready.stem}.py", source)
    program = student_program(ready, file, slow)
    return dataclasses.replace(program, package=ready.reference_package, trusted=True)


def accepted(
    course: Course, ready: Prepared, case: Case, values: Mapping[str, Value], zygotes: Zygotes, *, alone: bool = True
) -> bool:
    """Whether the property that a case accepts answers by holds for these; the reference's process decides."""
    assert case.accept is not None
    call = f"accepted = bool({case.accept.strip()})"
    asked = dataclasses.replace(case, call=call, inputs={**case.inputs, **values})
    try:
        [answer] = ask_reference(course, ready, [asked], ["accepted"], zygotes, alone=alone)
    except TooLarge:
        return False  # no right answer is larger than what travels
    return answer.values.get("accepted") is True


def by_name(ready: Prepared, answer: Answer) -> Answer:
    """An answer with its values under the names the problem asks for, taken out of the dicts they are part of."""
    if not any(asked.part_of for asked in ready.answers.values()):
        return answer
    values, troubles = dict(answer.values), dict(answer.troubles)
    for name, asked in ready.answers.items():
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
    again = by_name(ready, answer.again) if answer.again else None
    return dataclasses.replace(answer, values=values, troubles=troubles, again=again)
