"""What the template of the page asks of a report, in one language."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from grader.cleaning import cleaned
from grader.course import Course
from grader.frozen import frozen
from grader.graded import AnswerReport, CaseReport, ProblemReport, Report, Smallest
from grader.model import Feedback, Finding, Verdict
from grader.reports.accusations import (
    HAPPENED,
    accusations,
    accused,
    command_line,
    confirmed,
    inputs_line,
    is_to_mend,
    named,
    notes,
    number,
    place_of,
    step_line,
    told_inputs,
)
from grader.reports.html.graphs import Picture, picture
from grader.reports.html.texts import Line, inline, markdown, source_lines
from grader.reports.html.values import assigned
from grader.reports.repro import given_and_call
from grader.reports.sentences import happened, sentence, told_apart
from grader.reports.statement import conventions
from grader.submission import Submission
from grader.words import Language, say


@frozen
class Mend:
    """One thing to mend: what is wrong, the mistakes it may be, and the smallest input that shows it."""

    answer: str | None
    what: str
    mistakes: list[list[str]]
    """What each is, what else it explains, what it is called."""
    inputs: str
    """Of the case, where there is no smallest input."""
    smallest: Smallest | None


class Shown:
    """A report to a submission, with what the page shows besides: the student's files and the statements."""

    def __init__(self, report: Report, language: Language, course: Course, submission: Submission) -> None:
        self.report, self.language, self.course, self.submission = report, language, course, submission

    # --- points

    def why(self, problem: ProblemReport, answer: AnswerReport) -> list[str]:
        """Each factor that takes points from an answer, in words."""
        steps = [step_line(step, self.language, answer.follows) for step in answer.steps if step.factor != 1]
        if not answer.of and problem.of and answer.follows:  # optional
            return [say(self.language, "follows", parent=answer.follows)]
        return steps if problem.of else []

    def arithmetic(self, answer: AnswerReport) -> str:
        """`4 × 0.95 = 3.8`, where there is something to multiply."""
        factors = [number(step.factor) for step in answer.steps if step.factor != 1]
        return f"{' × '.join([number(answer.of), *factors])} = {number(answer.points)}" if factors and answer.of else ""

    def of_all(self, problem: ProblemReport) -> list[str]:
        """Each factor that takes points from a whole problem, in words."""
        return [step_line(step, self.language) for step in problem.steps]

    # --- what is to mend

    def happened(self, problem: ProblemReport) -> str:
        """What befell the whole problem; nothing where its answers are judged one by one."""
        found = accusations(problem) if problem.verdict in HAPPENED else []
        return happened(found[0], self.language) if found else ""

    def to_mend(self, problem: ProblemReport) -> Iterator[Mend]:
        """Every accusation of a problem."""
        for finding in accused(problem) if problem.verdict not in HAPPENED else ():
            smallest = next((each for each in problem.smallest if each.answer == finding.answer), None)
            mistakes = [*named(problem, finding, self.language)]
            inputs = self._inputs(problem, finding) if smallest is None else ""
            yield Mend(finding.answer, sentence(finding, self.language), mistakes, inputs, smallest)

    def _inputs(self, problem: ProblemReport, finding: Finding) -> str:
        case = next((case for case in problem.cases if case.name == finding.case), None)
        if case is None or not case.inputs:
            return ""
        return say(self.language, "with-inputs", inputs=inputs_line(case.inputs, self.language))

    def notes(self, problem: ProblemReport) -> list[str]:
        """What costs nothing."""
        return [say(self.language, "note", text=sentence(note, self.language)) for note in notes(problem)]

    def came(self, shown: Smallest) -> str:
        """What came of a smallest input."""
        return happened(shown.finding, self.language)

    def as_python(self, shown: Smallest) -> str:
        """The smallest input as assignments, and the call, to copy."""
        return "\n".join(given_and_call(shown))

    # --- the student's file, the statement, the cases

    def source(self, problem: ProblemReport) -> tuple[list[Line], int]:
        """The student's file, with the lines marked that are to mend, and how many are left out of a long one."""
        file = self.submission.files.get(problem.id)
        if file is None or not file.source.strip():
            return [], 0
        to_mend = accusations(problem) if is_to_mend(problem) else []
        return source_lines(file, {place for found in to_mend if (place := place_of(problem, found)) is not None})

    def statement(self, problem: ProblemReport) -> Markup:
        """What was asked for."""
        statement = self.course.problem(problem.id).statement.in_(self.language)
        return markdown(statement, f"{problem.id}: {say(self.language, 'page-formula')}")

    def conventions(self, problem: ProblemReport) -> list[Markup]:
        """What the statement takes for granted."""
        return [*map(inline, conventions(self.course.problem(problem.id), self.language, str))]

    def lecture(self, problem: ProblemReport) -> str:
        """Where it is taught."""
        return say(self.language, "show-lecture", lecture=self.course.problem(problem.id).lecture.in_(self.language))

    def kind(self, case: CaseReport) -> str:
        """What a case counts for."""
        kind = "worked" if case.visible else "edge" if case.edge else "ordinary"
        hidden = [say(self.language, "kind-hidden")] if case.hidden else []
        return say(self.language, "and").join([say(self.language, f"kind-{kind}"), *hidden])

    def repeat(self, problem: ProblemReport, case: CaseReport) -> str:
        """The command that repeats exactly a case."""
        asked = problem.of and problem.verdict not in (Verdict.UNANSWERED, Verdict.UNREADABLE, Verdict.MISSING)
        return command_line(case.repeat) if case.repeat and asked else ""

    def repeats(self, problem: ProblemReport) -> bool:
        """Whether any case can be repeated."""
        return any(self.repeat(problem, case) for case in problem.cases)

    def picture(self, problem: ProblemReport) -> Picture | None:
        """The computation graph with its numbers, where an assignment lets everything be told."""
        if self.report.feedback is not Feedback.FULL:
            return None
        return picture(self.course.problem(problem.id), problem, self.language)

    def printed(self, problem: ProblemReport) -> str:
        """What the student's code printed, the beginning of it."""
        return cleaned(problem.printed, most=len(problem.printed), lines=True).strip("\n")

    def is_open(self, problem: ProblemReport) -> bool:
        """Whether a problem is shown with all there is to mend, or folded."""
        return is_to_mend(problem) and problem.verdict is not Verdict.UNANSWERED

    def confirmed(self, problem: ProblemReport) -> str | None:
        """What is right, before what is wrong."""
        return confirmed(problem, self.language)

    def inputs(self, shown: Smallest) -> list[tuple[str, Markup]]:
        """The names and values of a smallest input; sizes are seen from the arrays."""
        return [assigned(name, value) for name, value in told_inputs(shown.inputs).items()]

    def compared(self, shown: Smallest) -> tuple[str, str]:
        """The entry that is worked out: got, and expected."""
        return told_apart(shown.finding.params["got"], shown.finding.params["want"])
