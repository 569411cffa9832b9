"""A computation graph as a picture: what goes forward above each edge, the gradient that comes back below it."""

from __future__ import annotations

import html
import itertools
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import numpy as np

from grader.frozen import frozen
from grader.graph import Evaluated, Graph, Node, number
from grader.reports.layout import Edge, Layout, layout
from grader.words import Language, say

State: TypeAlias = Literal["right", "wrong", "follows"]
RADIUS = 21.0
MARGIN = 14.0
SHOWN_ENTRIES = 4
"""Larger arrays are shown by their shape and their first entries."""
FIRST_ENTRIES = 2
DIGITS = 4
SIGNS: dict[State, str] = {"right": "✓", "wrong": "✗", "follows": "↳"}
STYLE = (
    ".gg{--paper:#fff;--ink:#1f2937;--line:#6b7280;--value:#0b6b4b;--gradient:#1d4ed8;--wrong:#b91c1c;--later:#595959;"
    "--fill:#f3f4f6;--wrong-fill:#fef2f2;font:13px/1 system-ui,'DejaVu Sans',sans-serif}"
    "@media(prefers-color-scheme:dark){.gg{--paper:#12161d;--ink:#e5e7eb;--line:#9ca3af;--value:#6ee7b7;"
    "--gradient:#93c5fd;--wrong:#fca5a5;--later:#a8adb5;--fill:#1f2733;--wrong-fill:#3b1618}}"
    ".gg text{fill:var(--ink);text-anchor:middle}.gg .paper{fill:var(--paper)}"
    ".gg .edge{fill:none;stroke:var(--line);stroke-width:1.4}.gg .tip{fill:var(--line)}"
    ".gg .node{fill:var(--fill);stroke:var(--ink);stroke-width:1.5}"
    ".gg .sign{font:17px Cambria,'STIX Two Text',Georgia,'DejaVu Serif',serif}.gg .word{font-size:13px}"
    ".gg .name{font:italic 15px Cambria,'STIX Two Text',Georgia,'DejaVu Serif',serif}"
    ".gg .value,.gg .gradient,.gg .mark{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}"
    ".gg .value{fill:var(--value)}.gg .gradient{fill:var(--gradient)}"
    ".gg .wrong .node{stroke:var(--wrong);stroke-width:3;fill:var(--wrong-fill)}"
    ".gg .wrong .mark{fill:var(--wrong);font-weight:700}.gg .right .mark{fill:var(--value);font-weight:700}"
    ".gg .follows .node{stroke:var(--later);stroke-dasharray:4 3}.gg .follows text{fill:var(--later)}"
)
"""Text has a contrast of 4.5 and more to what it stands on, by day and by night."""


@frozen
class Mark:
    """What is said of a node: its value or its gradient is right, wrong, or wrong because of an earlier one."""

    state: State
    of: Literal["value", "gradient"] = "gradient"
    got: Any = None
    """What the student has there, if that is to be shown."""


@frozen
class Row:
    """One node in words, for those who do not see the picture."""

    node: str
    operation: str
    """Its formula; for an input, that it is one."""
    inputs: str
    children: str
    value: str
    gradient: str
    mark: str


def marks_of(graph: Graph, answers: Mapping[str, tuple[State, Any]]) -> dict[str, Mark]:
    """Marks by node, from what is said of the answers (state, and the student's value or None) that stand in it.

    Where two answers stand at one node, what is wrong is shown before what follows, and that before what is right.
    """
    order: tuple[State, ...] = ("right", "follows", "wrong")
    placed = [(answer, *said) for answer, said in answers.items() if answer in graph.answers]
    marks = {}
    for answer, state, got in sorted(placed, key=lambda each: order.index(each[1])):
        spot = graph.answers[answer]
        marks[spot.node] = Mark(state, spot.of, got)
    return marks


def table(
    graph: Graph, numbers: Evaluated, marks: Mapping[str, Mark] | None = None, *, language: Language
) -> list[Row]:
    """What the picture shows, a row for each node, in the order of their creation."""
    return [
        Row(
            node=node.name,
            operation=node.formula or say(language, "graph-input"),
            inputs=", ".join(node.inputs),
            children=", ".join(graph.children(node.name)),
            value=shown(numbers.values[node.name]),
            gradient=shown(numbers.gradients[node.name]),
            mark=_in_a_row(_said((marks or {}).get(node.name), language), language),
        )
        for node in graph.nodes
    ]


def svg(
    graph: Graph,
    numbers: Evaluated,
    marks: Mapping[str, Mark] | None = None,
    *,
    language: Language,
    prefix: str = "graph",
    title: str | None = None,
) -> str:
    """The picture as an SVG element that stands by itself; `prefix` makes its ids its own among several on a page.

    `marks` by node, as `marks_of` has them. `title` is what it is called aloud, else what it is the graph of.
    """
    return _Picture(graph, numbers, marks or {}, language).drawn(prefix, title)


def shown(value: Any, entries: int = SHOWN_ENTRIES, digits: int = DIGITS) -> str:
    """A value in a few characters: a number, a small array, the shape and the first entries of a large one."""
    if value is None:
        return "–"
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        return "?"
    whole = _nested(array.tolist(), digits) if array.size <= entries else ""
    if whole and (array.ndim < 2 or len(whole) <= 5 * entries):
        return whole
    first = ", ".join(number(float(entry), digits) for entry in array.flat[:FIRST_ENTRIES])
    return f"{'×'.join(map(str, array.shape))}: {first}, …"


def _nested(value: Any, digits: int) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_nested(each, digits) for each in value)}]"
    return number(float(value), digits)


def _said(mark: Mark | None, language: Language) -> list[str]:
    """A mark in words, with its sign; and what the student has there."""
    if mark is None:
        return []
    text = say(language, f"graph-{mark.state}", what=say(language, f"graph-{mark.of}"))
    got = [] if mark.got is None else [say(language, "graph-got", got=shown(mark.got))]
    return [f"{SIGNS[mark.state]} {text}", *got]


def _in_a_row(lines: Sequence[str], language: Language) -> str:
    return say(language, "graph-marked", mark=lines[0], got=lines[1]) if len(lines) == 2 else "".join(lines)


def _width(text: str, size: float = 13) -> float:
    """About how wide a text is."""
    return sum(size * (1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.62) for sign in text)


class _Picture:
    """One graph with its numbers, being drawn."""

    def __init__(self, graph: Graph, numbers: Evaluated, marks: Mapping[str, Mark], language: Language) -> None:
        self.graph, self.numbers, self.marks, self.language = graph, numbers, marks, language
        self.texts = dict(self._labels())
        nodes = {node.name: self._size(node) for node in graph.nodes}
        labels = {edge: (max(map(_width, texts)) + 6, 36.0) for edge, texts in self.texts.items()}
        self.layout: Layout = layout(graph, nodes, labels)

    def _labels(self) -> Iterator[tuple[Edge, tuple[str, str]]]:
        """What stands above and below each edge; the end of the graph has an edge that leads nowhere."""
        back = {(flow.node, flow.child, flow.slot): flow.downstream for flow in self.numbers.flows}
        for node in self.graph.nodes:
            value = shown(self.numbers.values[node.name])
            for child, slot in self.graph.edges_from(node.name):
                edge = (node.name, child.name, slot)
                yield edge, (value, f"← {shown(back[edge])}" if edge in back else "")
            if not self.graph.children(node.name):
                gradient = self.numbers.gradients[node.name]
                yield (node.name, "", 0), (value, "" if gradient is None else f"← {shown(gradient)}")

    def _below(self, node: Node) -> list[tuple[str, str]]:
        """The lines under a node, with their class: the sum of what comes back to it over several edges, its mark."""
        lines = []
        if len(self.graph.edges_from(node.name)) > 1 and self.numbers.gradients[node.name] is not None:
            lines.append(("gradient", f"Σ = {shown(self.numbers.gradients[node.name])}"))
        return [*lines, *(("mark", text) for text in _said(self.marks.get(node.name), self.language))]

    def _size(self, node: Node) -> tuple[float, float]:
        """The room of a node with its name above and its lines below; as much above as below."""
        below = self._below(node)
        width = max(self._half(node) * 2, _width(node.name, 15), *(_width(text) for _, text in below))
        above = 0 if node.operation is None else 18
        return width, 2 * ((15 if node.operation is None else RADIUS) + max(above, 17 * len(below)))

    def _half(self, node: Node) -> float:
        """Half the width of what stands for a node: a circle, drawn out where the sign is long."""
        if node.operation is None:
            return max(16.0, _width(node.name, 15) / 2 + 9)
        return RADIUS if len(node.sign) < 5 else _width(node.sign, 14) / 2 + 9

    def drawn(self, prefix: str, title: str | None) -> str:
        width, height = self.layout.width + 2 * MARGIN, self.layout.height + 2 * MARGIN
        name = html.escape(title or say(self.language, "graph-title", of=self.graph.last.name))
        about = html.escape(say(self.language, "graph-about", order=[node.name for node in self.graph.nodes]))
        parts = [
            '<svg xmlns="http://www.w3.org/2000/svg" class="gg" role="img"'
            f' aria-labelledby="{prefix}-title {prefix}-desc"'
            f' viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">',
            f'<title id="{prefix}-title">{name}</title><desc id="{prefix}-desc">{about}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{width:.0f}" height="{height:.0f}" rx="8"/>',
            f'<g transform="translate({MARGIN:g} {MARGIN:g})">',
            *(self._edge(edge) for edge in self.texts),
            *(self._node(node) for node in self.graph.nodes),
            "</g></svg>",
        ]
        return "\n".join(parts)

    def _edge(self, edge: Edge) -> str:
        source, child, slot = edge
        label, *bends = self.layout.routes[edge]
        start = self.layout.nodes[source]
        points = [(start.x + self._half(self.graph.node(source)), start.y)]
        points += [(label.x - label.width / 2, label.y), (label.x + label.width / 2, label.y)]
        points += [(bend.x, bend.y) for bend in bends]
        points.append(self._entry(child, slot) if child else (points[-1][0] + 8, points[-1][1]))
        value, gradient = self.texts[edge]
        x, y = points[-1]
        return (
            f'<path class="edge" d="{_curve([*points[:-1], (x - 5, y)])}"/>'
            f'<path class="tip" d="M{x:.1f} {y:.1f}l-8 -3.6v7.2z"/>'
            + _text(label.x, label.y - 6, "value", value)
            + _text(label.x, label.y + 15, "gradient", gradient)
        )

    def _entry(self, child: str, slot: int) -> tuple[float, float]:
        """Where an edge enters: the first operand from above, the second from below."""
        box, operands = self.layout.nodes[child], len(self.graph.node(child).inputs)
        rise = 0.0 if operands < 2 else (slot - (operands - 1) / 2) * 0.9 * RADIUS
        return box.x - self._half(self.graph.node(child)) + RADIUS - (RADIUS**2 - rise**2) ** 0.5, box.y + rise

    def _node(self, node: Node) -> str:
        box, half = self.layout.nodes[node.name], self._half(node)
        mark = self.marks.get(node.name)
        parts = [f'<g class="{mark.state if mark else "plain"}"><title>{html.escape(self._tooltip(node))}</title>']
        high, round_ = (14.0, 9.0) if node.operation is None else (RADIUS, RADIUS)
        parts.append(
            f'<rect class="node" x="{box.x - half:.1f}" y="{box.y - high:.1f}" width="{2 * half:.1f}"'
            f' height="{2 * high:g}" rx="{round_:g}"/>'
        )
        if node.operation is None:
            parts.append(_text(box.x, box.y + 5, "name", node.name))
        else:
            parts.append(
                _text(
                    box.x, box.y + 5, "word" if node.sign[:2].isascii() and node.sign.isalpha() else "sign", node.sign
                )
            )
            parts.append(_text(box.x, box.y - RADIUS - 6, "name", node.name))
        under = box.y + high
        parts += [_text(box.x, under + 16 + 16 * i, kind, text) for i, (kind, text) in enumerate(self._below(node))]
        return "".join([*parts, "</g>"])

    def _tooltip(self, node: Node) -> str:
        return f"{node.name} = {node.formula}" if node.formula else f"{node.name}: {say(self.language, 'graph-input')}"


def _text(x: float, y: float, kind: str, text: str) -> str:
    """A text around its centre; a minus is as wide as a plus."""
    shown = html.escape(text if kind == "name" else text.replace("-", "−"))
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{shown}</text>' if text else ""


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """A path through points, level at each of them."""
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (to_x, to_y) in itertools.pairwise(points):
        middle = (x + to_x) / 2
        level = abs(y - to_y) < 0.05
        parts.append(
            f"H{to_x:.1f}" if level else f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
        )
    return "".join(parts)
