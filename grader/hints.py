"""Hints, one more each time: first of what is wrong with the answer at hand, then those of the problem itself."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

from typer import style

from grader import folder_state
from grader.cleaning import cleaned
from grader.frozen import frozen
from grader.graded import ProblemReport
from grader.model import Finding, Verdict
from grader.parts import Text
from grader.problem import Problem
from grader.reports.accusations import HAPPENED, accusations, confirmed, is_to_mend, named, notes, smallest_lines
from grader.reports.columns import wrapped
from grader.reports.sentences import happened, sentence
from grader.reports.statement import with_signs
from grader.sha256 import sha256
from grader.words import Language, say

STATE = "hints.json"
COLUMNS = 96
INDENT = 4


class Standing(StrEnum):
    """What there is to say of an answer."""

    UNANSWERED = "unanswered"
    RIGHT = "right"
    WRONG = "wrong"


@frozen
class Hints:
    """What a student is told of a problem by now."""

    standing: Standing
    taken: Sequence[str]
    """Before, as far as it is still about this answer;"""
    new: str | None
    """now, None where nothing is left;"""
    left: int
    """and how many more there are."""
    mistakes: Sequence[str]
    """The codes of mistakes that were named, for `grade explain`."""
    remembered: bool
    """Whether the next call will know of this one."""


@frozen
class _Taken:
    """How many hints were taken: of the mistake in the answer, and of the problem's own."""

    mistake: str = ""
    of_mistake: int = 0
    of_problem: int = 0


def next_hint(problem: Problem, report: ProblemReport | None, folder: Path, language: Language) -> Hints:
    """One more hint to a problem, given what came of the answer to it, if there is one; the folder remembers it.

    As long as the same mistake is made, that goes on where it was; with another one it begins anew. The hints of the
    problem itself come after, and stay taken.
    """
    standing = _standing(report)
    fault = _fault(report) if report is not None and standing is Standing.WRONG else None
    about = of_answer(problem, report, fault, language) if report is not None else []
    own = [_as_text(hint, language) for hint in problem.hints]
    remembered = _remembered(folder)
    taken, mistake = remembered.get(problem.id, _Taken()), _mistake(report, fault, standing)
    first = about[: taken.of_mistake if taken.mistake == mistake else 0]
    then = own[: taken.of_problem]
    rest = [*about[len(first) :], *own[len(then) :]]
    if rest:
        more = len(first) < len(about)
        remembered[problem.id] = _Taken(mistake, len(first) + more, len(then) + (not more))
    kept = not rest or folder_state.remember(folder, STATE, {name: asdict(each) for name, each in remembered.items()})
    new = rest[0] if rest else None
    return Hints(standing, [*first, *then], new, len(rest[1:]), _codes(report, fault), kept)


def of_answer(problem: Problem, report: ProblemReport, fault: Finding | None, language: Language) -> list[str]:
    """The hints of an answer: which is wrong and where; the smallest input that shows it; which mistake it is.

    Of a right one: why it is right, and what else to try. Where a report tells less, there are fewer.
    """
    if fault is None:
        return [_as_text(problem.after, language)] if problem.after and _standing(report) is Standing.RIGHT else []
    if report.verdict in HAPPENED:
        return [happened(fault, language)]
    right = confirmed(report, language)
    hints = ["\n".join([*([right] if right else []), sentence(fault, language)])]
    if shown := next((each for each in report.smallest if each.answer == fault.answer), None):
        hints.append("\n".join(smallest_lines(shown, language)))
    mistakes = [line for said, *more in named(report, fault, language) for line in [*_paragraphs(said), *more]]
    return [*hints, "\n".join(mistakes)] if mistakes else hints


def as_text(
    problem: Problem, hints: Hints, preface: str, language: Language, again: str, further: Sequence[str], columns: int
) -> str:
    """The hints so far with the new one last, and the commands to go on: for one more, or for what else helps."""
    lines = [style(f"{problem.id}  {problem.title.in_(language)}", bold=True), *([preface] if preface else []), ""]
    told = [style(_numbered(i, text, columns), dim=True) for i, text in enumerate(hints.taken, 1)]
    if hints.new is not None:
        told.append(_numbered(len(told) + 1, hints.new, columns))
    lines += [line for text in told for line in (text, "")]
    if hints.left:
        lines.append(say(language, "hint-left", left=hints.left, command=again))
    else:
        explain = [shlex.join(["grade", "explain", *hints.mistakes])] if hints.mistakes else []
        lines.append(
            say(
                language,
                "hint-last" if told else "hint-none",
                commands="".join(f"\n  {command}" for command in [*further, *explain]),
            )
        )
    if not hints.remembered:
        lines.append(say(language, "hint-forgotten"))
    return "\n".join(lines)


def _standing(report: ProblemReport | None) -> Standing:
    if report is None or report.verdict is Verdict.UNANSWERED:
        return Standing.UNANSWERED
    return Standing.WRONG if is_to_mend(report) else Standing.RIGHT


def _fault(report: ProblemReport) -> Finding | None:
    """What to mend first: a wrong answer, else differences where backprop is asked for."""
    differences = (note for note in notes(report) if note.check == "differences")
    return next(iter([*accusations(report), *differences]), None)


def _mistake(report: ProblemReport | None, fault: Finding | None, standing: Standing) -> str:
    """A name for the mistake that is made: the same as long as an answer is wrong in the same way."""
    if report is None or fault is None:
        return standing
    codes = _codes(report, fault)
    told = " ".join([str(fault.answer), *codes]) if codes else sentence(fault, Language.en)
    return str(sha256(told.encode("utf-8", "replace")).hexdigest()[:16])


def _codes(report: ProblemReport | None, fault: Finding | None) -> list[str]:
    """The names of the mistake behind a fault, where it has one."""
    if report is None or fault is None or report.verdict in HAPPENED:
        return []
    return [diagnosis.code for diagnosis in report.diagnoses if diagnosis.answer == fault.answer]


def _remembered(folder: Path) -> dict[str, _Taken]:
    """What a folder remembers, by problem, as far as it makes sense."""
    remembered = {}
    for name, plain in folder_state.recall(folder, STATE).items():
        match plain:
            case {"mistake": str(mistake), "of_mistake": int(first), "of_problem": int(then)} if min(first, then) >= 0:
                remembered[name] = _Taken(mistake, first, then)
    return remembered


def _as_text(hint: Text, language: Language) -> str:
    return "\n".join(_paragraphs(with_signs(hint.in_(language))))


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, a line each."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))
    return [paragraph for paragraph in paragraphs if paragraph]


def _numbered(number: int, text: str, columns: int) -> str:
    """A hint behind its number, so that no line starts with text that student code wrote; prose is broken to fit."""
    width = min(columns - INDENT, COLUMNS)
    first, *rest = (part for line in text.splitlines() for part in ([line] if line[0] == " " else wrapped(line, width)))
    lines = [f"{number}.".ljust(INDENT) + first, *(" " * INDENT + line for line in rest)]
    return "\n".join(cleaned(line, most=len(line)) for line in lines)
