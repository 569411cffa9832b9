"""The report as JUnit XML, which GitLab, Jenkins and others show: a suite for each problem, a case for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cleaning import cleaned
from grader.graded import AnswerReport, ProblemReport, Report
from grader.model import Verdict
from grader.reports.accusations import HAPPENED, number, path_of, told_of
from grader.words import Language, say

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def render(report: Report, language: Language) -> str:
    """Wrong is a failure, what stopped or cannot be read an error, what is not answered yet skipped."""
    from xml.etree import ElementTree

    root = ElementTree.Element("testsuites", {"name": _text(report.course)})
    root.extend(_suite(problem, path_of(report, problem), language) for problem in report.problems)
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, 0)) for suite in root)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _suite(problem: ProblemReport, file: str | None, language: Language) -> Element:
    from xml.etree import ElementTree

    suite = ElementTree.Element("testsuite", {"name": problem.id})
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in (("points", problem.points), ("of", problem.of)):
        ElementTree.SubElement(properties, "property", {"name": name, "value": number(value)})
    kinds = []
    for answer in problem.answers:
        case = ElementTree.SubElement(suite, "testcase", {"classname": problem.id, "name": answer.name})
        if file is not None:
            case.set("file", _text(file))
        kinds.append(_trouble(case, problem, answer, language))
    for key, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(key, str(kinds.count(kind)))
    suite.set("tests", str(len(kinds)))
    return suite


def _trouble(case: Element, problem: ProblemReport, answer: AnswerReport, language: Language) -> str:
    """Write into the case of an answer what is wrong with it; the kind of trouble that this is, or nothing."""
    from xml.etree import ElementTree

    lines = [_text(line) for line in told_of(problem, answer, language)]
    verdict = say(language, f"verdict-{answer.verdict}")
    match answer.verdict:
        case Verdict.UNANSWERED:
            ElementTree.SubElement(case, "skipped", {"message": verdict})
            return "skipped"
        case Verdict.CORRECT if not lines:
            return ""
    kind = "error" if answer.verdict in HAPPENED else "failure"
    trouble = ElementTree.SubElement(
        case, kind, {"message": lines[0] if lines else verdict, "type": answer.verdict.value}
    )
    trouble.text = "\n".join(lines)
    return kind


def _text(text: str) -> str:
    """Without the characters that XML cannot hold, even escaped."""
    return cleaned(text, most=len(text))
