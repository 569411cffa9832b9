"""How long an answer takes on one large input, beside the reference: evidence for a reader, worth no points."""

from __future__ import annotations

from grader.cases import draw_cases
from grader.course import Course
from grader.graded import Speed
from grader.model import Case, Prepared
from grader.problem import CaseSpec, Problem
from grader.programs import student_program, trusted_program
from grader.sandbox.conversation import Conversation, Program, Silent
from grader.sandbox.zygotes import Zygotes
from grader.submission import StudentFile


def speed(course: Course, ready: Prepared, file: StudentFile, zygotes: Zygotes, slow: float) -> Speed | None:
    """The times of both, each in a fork of its own; None where the problem has no large input or one says nothing."""
    problem = course.problem(ready.id)
    if problem.speed is None:
        return None
    case = large_case(problem, course.seed)
    try:
        source = course.reference_text(ready.id)
        reference = _seconds(trusted_program(ready, source), case, zygotes)
        student = _seconds(student_program(ready, file, slow), case, zygotes)
    except Silent:
        return None
    sizes = {name: value for name, value in case.inputs.items() if name in problem.speed and isinstance(value, int)}
    return Speed(seconds=student, reference=reference, sizes=sizes, late=student >= ready.seconds * slow)


def large_case(problem: Problem, seed: str) -> Case:
    """The large input, drawn like any case."""
    spec = CaseSpec(name="speed", given=problem.speed or {})
    [case] = draw_cases(problem.model_copy(update={"cases": [spec]}), seed)
    return case


def _seconds(program: Program, case: Case, zygotes: Zygotes) -> float:
    """Processor time of one call, in a guest of its own. Raises Silent."""
    with Conversation(program, zygotes) as conversation:
        return conversation.seconds(case)
