"""`grade graph`: the computation graph of a problem, walked forward and back with numbers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from grader.cli import options
from grader.cli.writing import write
from grader.errors import UserError
from grader.words import preferred, say

if TYPE_CHECKING:
    from grader.course import Course


class Form(StrEnum):
    """How a graph can be written."""

    terminal = "terminal"
    svg = "svg"


def run(
    problem: Annotated[str, typer.Argument(help="Its id, as in `grade list`.", metavar="ID")],
    at: Annotated[
        str | None,
        typer.Option(
            help="Other inputs than those of the first worked case, as in x=-2,dz=[[1, 2]].", metavar="INPUTS"
        ),
    ] = None,
    steps: Annotated[
        bool, typer.Option("--steps", help="The way back edge by edge: upstream, local and their product.")
    ] = False,
    form: Annotated[Form, typer.Option(help="Lines of text, or a picture.")] = Form.terminal,
    out: Annotated[Path | None, typer.Option(help="Write it to this file.")] = None,
    lang: options.Lang = None,
    course: options.Course = None,
) -> None:
    """Show a problem's computation graph: the values that go forward, the gradients that come back."""
    from grader.cli.inputs import numbers_of, replaced, worked_case
    from grader.course import find_course
    from grader.reports import picture, walk

    language = lang or preferred()
    found = find_course(course)
    asked = found.problem(problem)
    graph = asked.as_graph
    if graph is None:
        others = _with_graph(found)
        raise UserError("no-graph" if others else "no-graphs", id=problem, ids=others)
    case = worked_case(asked, found.seed)
    numbers = numbers_of(asked, graph, replaced(asked, graph, case.inputs, at))
    if form is Form.svg:
        text = picture.svg(graph, numbers, language=language)
    else:
        title = f"{asked.id}  {asked.title.in_(language)}"
        head = [typer.style(title, bold=True)] + ([say(language, "graph-case", case=case.name)] if at is None else [])
        text = "\n".join([*head, "", walk.as_text(graph, numbers, language, steps=steps)])
    if out is None:
        typer.echo(text)
    else:
        write(out, text)


def _with_graph(course: Course) -> list[str]:
    """The problems of a course that have a graph to show, of those that can be read."""
    ids = []
    for name in course.ids:
        try:
            problem = course.problem(name)
        except UserError:
            continue
        if problem.graph is not None:
            ids.append(name)
    return ids
