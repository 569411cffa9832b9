"""A computation graph as text: forward line by line, backward step by step as on a blackboard, and the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from typer import style

from grader.graph import Evaluated, Flow, Graph, Node, derivative, number
from grader.model import Array
from grader.reports.columns import columns
from grader.reports.picture import Row, shown, table
from grader.words import Language, say

SHOWN_ENTRIES = 12
GIVEN_DIGITS = 6


def as_text(graph: Graph, numbers: Evaluated, language: Language, *, steps: bool) -> str:
    """All of it; with `steps` every edge by itself on the way back, with whole arrays."""
    parts = {
        "forward": _forward(graph, numbers),
        "backward": _backward(graph, numbers, language, steps=steps),
        "table": _table(graph, numbers, language),
    }
    return "\n\n".join(
        "\n".join([style(say(language, f"graph-{name}"), bold=True), *(f"  {line}" for line in lines)])
        for name, lines in parts.items()
    )


def _forward(graph: Graph, numbers: Evaluated) -> Iterator[str]:
    """`q = x + y = 3`, below one another."""
    starts = {node.name: f"{node.name} = {node.formula}" if node.formula else node.name for node in graph.nodes}
    width = max(map(columns, starts.values()))
    for name, start in starts.items():
        yield f"{start}{' ' * (width - columns(start))} = {_short(numbers.values[name])}"


def _backward(graph: Graph, numbers: Evaluated, language: Language, *, steps: bool) -> Iterator[str]:
    """From the last node to the first: each on one line, or with `steps` every edge by itself."""
    if all(gradient is None for gradient in numbers.gradients.values()):
        yield say(language, "graph-no-gradients", node=graph.last.name)
        return
    told = _edges if steps else _in_a_line
    for node in reversed(graph.nodes):
        gradient = numbers.gradients[node.name]
        if gradient is None:
            yield say(language, "graph-no-gradient", node=node.name)
        else:
            yield from told(graph, node, numbers.flows_to(node.name), gradient, language)
    if not steps and any(flow.summed for flow in numbers.flows):
        yield say(language, "graph-summed")


def _in_a_line(graph: Graph, node: Node, flows: Sequence[Flow], gradient: Array, language: Language) -> Iterator[str]:
    """`df/dq = df/df × z = 1 × -4 = -4`."""
    parts = [_start(graph, node, language), *_sums(graph, flows), _short(gradient)]
    yield f"{graph.of_node(node.name)} = " + " = ".join(part for part in dict.fromkeys(parts) if part)


def _start(graph: Graph, node: Node, language: Language) -> str:
    """What the gradient of a node at which the walk begins is given as."""
    return say(language, "graph-given", name=graph.upstream[node.name]) if node.name in graph.upstream else ""


def _sums(graph: Graph, flows: Sequence[Flow]) -> Iterator[str]:
    """The sum over the children in letters, then in numbers where all are single ones."""
    if not flows:
        return
    letters = ((derivative(graph, flow), flow.summed) for flow in flows)
    yield " + ".join(f"Σ({product})" if summed else product for product, summed in letters)
    if all(flow.local is not None and flow.upstream.ndim == flow.local.ndim == 0 for flow in flows):
        products = [(float(flow.upstream), float(np.asarray(flow.local))) for flow in flows]
        yield " + ".join(
            f"{_factor(upstream, i > 0)} × {number(local)}" for i, (upstream, local) in enumerate(products)
        )


def _factor(value: float, later: bool) -> str:
    return f"({number(value)})" if later and value < 0 else number(value)


def _edges(graph: Graph, node: Node, flows: Sequence[Flow], gradient: Array, language: Language) -> Iterator[str]:
    """What comes over each of its edges: upstream, local and their product, as whole arrays."""
    yield graph.of_node(node.name) + (f" = {_start(graph, node, language)}" if node.name in graph.upstream else "")
    for flow in flows:
        yield "  " + say(language, "graph-over", node=flow.child, product=derivative(graph, flow))
        yield from _whole(say(language, "graph-upstream"), flow.upstream)
        if flow.local is not None:
            yield from _whole(say(language, "graph-local"), flow.local)
        yield from _whole(say(language, "graph-summed-to" if flow.summed else "graph-product"), flow.downstream)
    if len(flows) != 1:
        yield from _whole(say(language, "graph-sum" if flows else "graph-start"), gradient, indent=2)


def _whole(name: str, value: Array, indent: int = 4) -> Iterator[str]:
    """`name = value`, an array's rows below one another."""
    start = " " * indent + f"{name} = "
    width = max((len(number(float(entry))) for entry in value.flat), default=0)
    first, *rest = np.array2string(
        value + 0.0,
        separator=", ",
        formatter={"float_kind": lambda entry: f"{number(float(entry)):>{width}}"},
        max_line_width=90,
    ).split("\n")
    yield start + first
    yield from (" " * columns(start) + line for line in rest)


def _table(graph: Graph, numbers: Evaluated, language: Language) -> Iterator[str]:
    """Node, S(u) (the nodes that it is used by), value, gradient."""
    rows: list[Row] = table(graph, numbers, language=language)
    head = [say(language, f"column-{name}") for name in ("node", "children", "value", "gradient")]
    cells = [head, *([row.node, row.children or "–", row.value, row.gradient] for row in rows)]
    widths = [max(columns(row[i]) for row in cells) for i in range(len(head))]
    for row in cells:
        yield "  ".join(cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _short(value: Array) -> str:
    """A value on one line: whole up to twelve entries."""
    return shown(value, SHOWN_ENTRIES, GIVEN_DIGITS)
