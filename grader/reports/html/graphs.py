"""The computation graph of a problem, with the numbers of the smallest input that shows a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from markupsafe import Markup

from grader.compare import wrong_entries
from grader.frozen import frozen
from grader.graded import AnswerReport, ProblemReport
from grader.graph import Evaluated, Graph, evaluated
from grader.model import Verdict
from grader.problem import Problem
from grader.reports.html.values import floats
from grader.reports.picture import Row, State, marks_of, svg, table
from grader.words import Language, say


@frozen
class Picture:
    """A graph as a picture, and in words."""

    title: str
    drawn: Markup
    rows: list[Row]


def picture(problem: Problem, report: ProblemReport, language: Language) -> Picture | None:
    """The graph at the inputs that show a mistake; None without a graph, or without such inputs."""
    graph = problem.as_graph
    inputs = _inputs(problem, report)
    if graph is None or inputs is None:
        return None
    got = {shown.answer: shown.got for shown in report.smallest[:1]}
    marks = marks_of(graph, {answer.name: (_state(answer), got.get(answer.name)) for answer in report.answers})
    try:
        numbers = evaluated(graph, inputs)
    except (ValueError, IndexError):  # a large input is there by its shape only; no class has the label
        return None
    if not _agrees(graph, numbers, report):
        return None
    title = say(language, "page-graph")
    drawn = svg(graph, numbers, marks, language=language, prefix=f"graph-{report.id}", title=title)
    return Picture(title, Markup(drawn), table(graph, numbers, marks, language=language))


def _agrees(graph: Graph, numbers: Evaluated, report: ProblemReport) -> bool:
    """Whether the numbers are those that are expected; a softmax apart from its logarithm overflows, for one."""
    found = [*numbers.values.values(), *(each for each in numbers.gradients.values() if each is not None)]
    if not all(np.isfinite(each).all() for each in found):
        return False
    for shown in report.smallest[:1]:
        if (spot := graph.answers.get(shown.answer)) is not None:
            drawn = numbers.at(spot)
            want = floats(shown.want)
            if drawn is None or want is None or want.shape != drawn.shape or wrong_entries(want, drawn, 0.0).any():
                return False
    return True


def _inputs(problem: Problem, report: ProblemReport) -> Mapping[str, Any] | None:
    """Those of the smallest input, else of the first worked case that failed; of the problem's own call alone."""
    if report.smallest:
        return report.smallest[0].inputs if report.smallest[0].call == problem.call else None
    own_call = {name for case in problem.cases if case.call for name in case.names}
    failed = (case.inputs for case in report.cases if case.visible and case.inputs and case.name not in own_call)
    return next(failed, None)


def _state(answer: AnswerReport) -> State:
    if answer.verdict is Verdict.CORRECT:
        return "right"
    return "follows" if answer.follows else "wrong"
