"""What is said of wrong answers, without colours and columns: the forms share it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from grader.cleaning import cleaned
from grader.graded import AnswerReport, ProblemReport, Report, Smallest, Speed, Step
from grader.model import Cost, Finding, Verdict
from grader.reports.sentences import happened, sentence, told_apart
from grader.words import Language, say

SHOWN_INPUT = 60
PRINTED_LINES = 5
SLOW = 15
"""How many times as long as the reference is worth a question: styles of vectorised code differ by less."""
SHORTEST = 1e-6
HAPPENED = (
    Verdict.UNANSWERED, Verdict.MISSING, Verdict.UNREADABLE, Verdict.RAISED, Verdict.CRASHED, Verdict.OUT_OF_TIME,
    Verdict.OUT_OF_MEMORY, Verdict.TOO_MUCH_OUTPUT, Verdict.MALFORMED, Verdict.NOT_GRADED,
)  # fmt: skip
"""Verdicts that one sentence explains, whatever the answer and the case."""

OF_PRECISION = ("float32", "like-numeric", "inexact")
"""Codes of notes that say how exact a right value is."""


def accusations(problem: ProblemReport) -> list[Finding]:
    """What a form tells of: each answer's own fault, or what befell the whole problem."""
    return accused(problem)[: 1 if problem.verdict in HAPPENED else None]


def accused(problem: ProblemReport) -> list[Finding]:
    """The first costly finding of each answer, and of the call; one cause is one line, whatever follows from it."""
    explained = {answer.name for answer in problem.answers if answer.follows}
    explained.update(*(diagnosis.explains for diagnosis in problem.diagnoses))
    first: dict[str | None, Finding] = {}
    for finding in problem.findings:
        if finding.cost is not Cost.NOTHING and finding.answer not in explained:
            first.setdefault(finding.answer, finding)
    causes = {
        (f.answer if f.check != "answered" else f.case, f.code, str(f.params)): f for f in [*first.values()][::-1]
    }
    return [*causes.values()][::-1]


def notes(problem: ProblemReport) -> list[Finding]:
    """The first note of each kind for each answer; slopes only where the student's own forward is wrong as well.

    How exact an answer is says nothing where it is wrong on ordinary cases, and not by rounding.
    """
    wrong = {answer.name for answer in problem.answers if answer.verdict is not Verdict.CORRECT}
    far_off = {answer.name for answer in problem.answers if any(s.failed and s.rule != "edge" for s in answer.steps)}
    notes = {(f.answer, f.code): f for f in reversed(problem.findings) if f.cost is Cost.NOTHING}
    told = [f for f in notes.values() if f.code != "not-its-slope" or f.params.get("of") in wrong]
    return [f for f in told[::-1] if f.code not in OF_PRECISION or f.answer not in far_off]


def confirmed(problem: ProblemReport, language: Language) -> str | None:
    """What is right, before what is wrong; None where it is all of one kind."""
    wrong = [finding.answer for finding in accused(problem) if finding.answer is not None]
    right = [a.name for a in problem.answers if a.verdict is Verdict.CORRECT and a.name not in wrong]
    if not right or not wrong or problem.verdict is Verdict.CORRECT:
        return None
    return say(language, "first-wrong", right=right, wrong=wrong[0])


def told(problem: ProblemReport, finding: Finding, language: Language) -> list[str]:
    """All that is said of one accusation, a line each: what is wrong, which mistake it is, where it shows.

    No line starts with text that student code wrote, such as the name of an exception.
    """
    if problem.verdict in HAPPENED:
        return [say(language, "of", what=problem.id, names=happened(finding, language))]
    shown = next((each for each in problem.smallest if each.answer == finding.answer), None)
    mistakes = [line for lines in named(problem, finding, language) for line in lines]
    return [sentence(finding, language), *mistakes, *(smallest_lines(shown, language) if shown else ())]


def told_of(problem: ProblemReport, answer: AnswerReport, language: Language) -> list[str]:
    """All that is said of one answer, for forms that show each by itself; nothing where there is nothing to mend."""
    costly = [finding for finding in problem.findings if finding.cost is not Cost.NOTHING]
    of_all = problem.verdict in HAPPENED
    own = (finding for finding in costly if of_all or finding.answer == answer.name)
    found = next(own, None) or next((finding for finding in costly if finding.answer is None), None)
    lines = told(problem, found, language) if found is not None and not answer.follows else []
    for diagnosis in problem.diagnoses:
        if answer.name in diagnosis.explains:
            lines.append(say(language, "diagnosis-more", code=diagnosis.code, name=diagnosis.name))
    steps = [*answer.steps, *problem.steps] if not of_all else []
    return [*lines, *(step_line(step, language, answer.follows) for step in steps if step.factor != 1)]


def printed_lines(problem: ProblemReport, language: Language) -> Iterator[str]:
    """The first lines that the code printed, and whether there are more."""
    if problem.printed.strip():
        lines = problem.printed.splitlines()
        yield say(language, "printed")
        yield from (f"  | {line}" for line in lines[:PRINTED_LINES])
        if len(lines) > PRINTED_LINES:
            yield "  …"


def line_of(problem: ProblemReport, finding: Finding) -> int | None:
    """The line of the student's file that an accusation is about, where it can be told; none of a notebook's."""
    cell, line = place_of(problem, finding) or (None, None)
    return line if cell is None else None


def place_of(problem: ProblemReport, finding: Finding) -> tuple[int | None, int] | None:
    """The cell (None where there are none) and the line that an accusation is about, where they can be told."""
    shown = next((each for each in problem.smallest if each.answer == finding.answer), None)
    line, cell = (shown.line, shown.cell) if shown else (finding.params.get("line"), finding.params.get("cell"))
    return (cell, line) if isinstance(line, int) and line > 0 else None


def path_of(report: Report, problem: ProblemReport) -> str | None:
    """Where the student's file lies, as seen from where the command ran."""
    if problem.file is None:
        return None
    given = PurePath(report.submission.path)
    return str(given if given.suffix in (".py", ".ipynb") and given.name == problem.file else given / problem.file)


def command_line(command: str) -> str:
    """A command on one line, whatever the path in it."""
    return cleaned(command, most=len(command))


def earned(problem: ProblemReport, answer: AnswerReport) -> float:
    """The points of an answer after what is taken from the whole problem, so that they add up to the problem's."""
    return round(answer.points * math.prod(step.factor for step in problem.steps), 2)


def named(problem: ProblemReport, finding: Finding, language: Language) -> Iterator[list[str]]:
    """The mistake behind a finding: certain, or several that look alike; what each is, explains, is called."""
    diagnoses = [diagnosis for diagnosis in problem.diagnoses if diagnosis.answer == finding.answer]
    if not diagnoses:
        return
    from grader.diagnosis.families import families  # with numpy, which guests are asked before it is imported

    for i, diagnosis in enumerate(diagnoses):
        family = families()[diagnosis.code]
        alone = "diagnosis" if diagnosis.certain else "diagnosis-like"
        key = alone if len(diagnoses) == 1 else "diagnosis-or" if i else "diagnosis-either"
        hint = (diagnosis.hint or family.hint)[language]
        said = say(language, key, message=family.message[language], hint=hint)
        also = [say(language, "diagnosis-explains", answers=diagnosis.explains)] if diagnosis.explains else []
        yield [said, *also, say(language, "diagnosis-more", code=diagnosis.code, name=diagnosis.name)]


def certain_mistakes(problem: ProblemReport) -> str:
    """The names of the mistakes that are certain, for a table."""
    return ", ".join(dict.fromkeys(diagnosis.name for diagnosis in problem.diagnoses if diagnosis.certain))


def smallest_lines(shown: Smallest, language: Language) -> Iterator[str]:
    """The smallest input that shows a mistake, what came of it, and how the right value is worked out."""
    yield say(language, "smallest", inputs=inputs_line(shown.inputs, language))
    params = shown.finding.params
    what = happened(shown.finding, language)
    if "index" in params and "want" in params:
        got, want = told_apart(params["got"], params["want"])
        what = say(language, "smallest-values", got=got, want=want + _worked(shown, language))
    elif shown.finding.code == "transposed":
        what = say(language, "smallest-values", got=short(shown.got), want=short(shown.want))
    yield "  " + say(language, "smallest-answer", answer=entry_of(shown), what=what)
    if shown.line is not None and shown.source:
        key = "smallest-line" if shown.cell is None else "smallest-line-of-cell"
        yield "  " + say(language, key, cell=shown.cell, line=shown.line, source=shown.source)


def _worked(shown: Smallest, language: Language) -> str:
    """` = 2 × 3 + 1 × 0`: upstream times local, added up."""
    if not shown.worked:
        return ""
    products = (f"{_factor(term.upstream)} × {_factor(term.local)}" for term in shown.worked)
    return say(language, "smallest-worked", products=" + ".join(products))


def _factor(value: float) -> str:
    return f"({value:.6g})" if value < 0 else f"{value + 0.0:.6g}"


def entry_of(shown: Smallest) -> str:
    """The entry that a smallest input is about, as in `dx[0, 0]`."""
    index = shown.finding.params.get("index") or []
    entry = f"[{', '.join(map(str, index))}]" if index else ""
    return shown.answer + str(shown.finding.params.get("path", "")) + entry


def step_line(step: Step, language: Language, parent: str | None = None) -> str:
    """One factor of the points, in words; `parent` is the answer that this one follows from."""
    params = {"factor": number(step.factor), "failed": step.failed, "of": step.of, "parent": parent}
    return say(language, f"step-{step.rule}", **params)


def headline(report: Report, language: Language) -> str:
    """Whether there is something to mend, and the points."""
    mark = "✓" if is_passed(report) else "✗"
    if not report.of and report.problems and report.problems[0].cases:
        return f"{mark} {say(language, 'case-repeated', case=report.problems[0].cases[0].name)}"
    key = "points-hidden" if report.behind_hidden_cases else "points"
    hidden = number(report.behind_hidden_cases)
    return f"{mark} {say(language, key, points=number(report.points), of=number(report.of), hidden=hidden)}"


def speed_lines(report: Report, language: Language) -> list[str]:
    """How fast each answer is that was timed."""
    return [_speed(name, speed, language) for name, speed in report.speed.items()]


def _speed(name: str, speed: Speed, language: Language) -> str:
    """How much longer an answer takes than the reference, roughly: times differ from run to run."""
    ratio = speed.seconds / max(speed.reference, SHORTEST)
    sizes = [f"{size} = {value}" for size, value in speed.sizes.items()]
    key = "speed-late" if speed.late else "speed-slow" if ratio >= SLOW else "speed-fine"
    return say(language, key, id=name, ratio=int(float(f"{ratio:.1g}")), sizes=sizes)


def isolation_line(report: Report, language: Language) -> str:
    """How well student code was locked in."""
    level = report.isolation.level
    return say(language, "isolation", level=level, kept=say(language, f"isolation-{level}"))


def is_passed(report: Report) -> bool:
    """Whether all points are given, or nothing is to mend where none are."""
    return report.all_right if report.of else not any(is_to_mend(problem) for problem in report.problems)


def is_to_mend(problem: ProblemReport) -> bool:
    """Whether anything in a problem costs, be it only in a worked case that gives no points."""
    costly = any(finding.cost is not Cost.NOTHING for finding in problem.findings)
    return problem.verdict is not Verdict.CORRECT or costly


def mark(verdict: Verdict) -> str:
    """The sign of a verdict."""
    return {Verdict.CORRECT: "✓", Verdict.PARTLY: "~", Verdict.UNANSWERED: "·"}.get(verdict, "✗")


def number(points: float) -> str:
    """Points as people write them: 5, 4.5, 3.33."""
    return f"{points:.4f}".rstrip("0").rstrip(".")


def inputs_line(inputs: Mapping[str, Any], language: Language) -> str:
    """Inputs on one line, long ones cut."""
    return say(language, "and-input").join(f"{name} = {short(value)}" for name, value in told_inputs(inputs).items())


def told_inputs(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs without the sizes, which are seen from the arrays."""
    return {name: value for name, value in inputs.items() if not (name.isupper() and isinstance(value, int))}


def short(value: Any) -> str:
    """A value on one line, a long one cut."""
    text = _number_text(value)
    return text if len(text) <= SHOWN_INPUT else text[: SHOWN_INPUT - 1] + "…"


def _number_text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_number_text, value)) + "]"
    return str(value)
