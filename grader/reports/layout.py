"""Where the parts of a graph's picture stand: layers from left to right, few crossings, nothing on top of another.

Every edge has a place of its own for its two numbers: a label, laid out between its nodes like a node. Edges that
cross several layers bend at further points there.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from grader.frozen import frozen
from grader.graph import Graph, Node

BETWEEN_LAYERS = 22.0
"""Room for a curve."""
BETWEEN_ROWS = 8.0
SWEEPS = 24
NEAR = 3
"""In a graph of no more layers than this the inputs stand in one column."""

Edge: TypeAlias = tuple[str, str, int]
"""The node an edge leaves, the one it enters ("" for the end of the graph), and the place among that one's operands."""
Size: TypeAlias = tuple[float, float]


@dataclass(eq=False, slots=True)
class Box:
    """A rectangle around its centre; first only with its size and its layer, in the end with its place."""

    width: float
    height: float
    layer: int
    x: float = 0.0
    y: float = 0.0
    before: list[tuple[Box, float]] = field(default_factory=list)
    """Its neighbours one layer to the left, and where it is entered, from above to below."""
    after: list[tuple[Box, float]] = field(default_factory=list)
    """Its neighbours one layer to the right, and where they are entered."""


@frozen
class Layout:
    """A picture without ink."""

    width: float
    height: float
    nodes: Mapping[str, Box]
    labels: Mapping[Edge, Box]
    routes: Mapping[Edge, Sequence[Box]]
    """What an edge passes: its label and its bends."""


def layout(graph: Graph, nodes: Mapping[str, Size], labels: Mapping[Edge, Size]) -> Layout:
    """Places for nodes and labels of these sizes."""
    depth = _depths(graph)
    boxes = {name: Box(*size, 2 * depth[name]) for name, size in nodes.items()}
    tags, routes = {}, {}
    for edge, size in labels.items():
        source, child, slot = edge
        first = boxes[source].layer + 1
        tags[edge] = Box(*size, first)
        bends = [Box(0, 0, layer) for layer in range(first + 1, boxes[child].layer if child else first + 1)]
        routes[edge] = [tags[edge], *bends]
        for left, right in itertools.pairwise([boxes[source], *routes[edge], *([boxes[child]] if child else [])]):
            port = slot / 10 if child and right is boxes[child] else 0.0
            left.after.append((right, port))
            right.before.append((left, port))
    everything = [*boxes.values(), *itertools.chain(*routes.values())]
    layers = _ordered(_by_layer(everything))
    _place_rows(layers)
    return Layout(_place_columns(layers), _to_the_top(everything), boxes, tags, routes)


def _depths(graph: Graph) -> dict[str, int]:
    """How many edges lead to a node at most; in a deep graph what stands for itself goes just left of its first use."""
    depth: dict[str, int] = {}
    for node in graph.nodes:
        depth[node.name] = 1 + max((depth[name] for name in node.inputs), default=-1)
    if max(depth.values()) > NEAR:
        for node in reversed(graph.nodes):
            if _by_itself(graph, node) and graph.children(node.name):
                depth[node.name] = min(depth[child] for child in graph.children(node.name)) - 1
    return depth


def _by_itself(graph: Graph, node: Node) -> bool:
    """Whether it is an input, or computed from inputs that serve nothing else, such as the transpose of a matrix."""
    return all(len(graph.edges_from(name)) == 1 and _by_itself(graph, graph.node(name)) for name in node.inputs)


def _by_layer(boxes: Sequence[Box]) -> list[list[Box]]:
    return [[box for box in boxes if box.layer == layer] for layer in range(1 + max(box.layer for box in boxes))]


# --- the order in each layer ------------------------------------------------------------------------------


def _ordered(layers: list[list[Box]]) -> list[list[Box]]:
    """The order with the fewest crossings that sweeps find: by the median of the neighbours, then by exchanging two."""
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        for i in range(1, len(layers)) if forward else range(len(layers) - 2, -1, -1):
            rank = _ranks(layers[i - 1] if forward else layers[i + 1])
            now = _ranks(layers[i])
            layers[i].sort(key=lambda box: _median(box, rank, now, forward))
        _exchange(layers)
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    return best


def _ranks(layer: Sequence[Box]) -> dict[Box, float]:
    return {box: float(i) for i, box in enumerate(layer)}


def _median(box: Box, rank: Mapping[Box, float], now: Mapping[Box, float], forward: bool) -> float:
    ranks = sorted(rank[other] + (0 if forward else port) for other, port in (box.before if forward else box.after))
    middle = len(ranks) // 2
    if not ranks:
        return now[box]
    return ranks[middle] if len(ranks) % 2 else (ranks[middle - 1] + ranks[middle]) / 2


def _crossings(layers: Sequence[Sequence[Box]]) -> int:
    return sum(_crossed(left, right) for left, right in itertools.pairwise(layers))


def _crossed(left: Sequence[Box], right: Sequence[Box]) -> int:
    """How many pairs of edges between two layers cross; operands in the wrong order do."""
    rank = _ranks(right)
    ends = [sorted(rank[other] + port for other, port in box.after) for box in left]
    return sum(
        above > below for i, upper in enumerate(ends) for lower in ends[i + 1 :] for above in upper for below in lower
    )


def _exchange(layers: list[list[Box]]) -> None:
    """Exchange neighbours of a layer while that makes fewer crossings."""
    for i, layer in enumerate(layers):
        for k in range(len(layer) - 1):
            around = layers[max(0, i - 1) : i + 2]
            before = _crossings(around)
            layer[k], layer[k + 1] = layer[k + 1], layer[k]
            if _crossings(around) >= before:
                layer[k], layer[k + 1] = layer[k + 1], layer[k]


# --- coordinates ------------------------------------------------------------------------------------------


def _place_rows(layers: Sequence[Sequence[Box]]) -> None:
    """Each box as near to the mean of its neighbours as the boxes above and below it let it be.

    The last word has what lies to the left, so that a chain is a straight line; inputs go where they are used.
    """
    for sweep in range(SWEEPS):
        backward = sweep % 2 == 0
        for layer in reversed(layers) if backward else layers:
            _settle(layer, [_mean(box.after if backward else box.before, box.y) for box in layer])
    for layer in reversed(layers):
        _settle(layer, [box.y if box.before else _mean(box.after, box.y) for box in layer])


def _mean(near: Sequence[tuple[Box, float]], otherwise: float) -> float:
    return sum(box.y for box, _ in near) / len(near) if near else otherwise


def _settle(layer: Sequence[Box], wished: Sequence[float]) -> None:
    """Put a layer on the rows nearest to those wished for (least squares) that keep its order and distances.

    Boxes that would come too close are pooled, and a pool is shifted as one.
    """
    heights = [(above.height + below.height) / 2 + BETWEEN_ROWS for above, below in itertools.pairwise(layer)]
    offsets = list(itertools.accumulate(heights, initial=0.0))
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wished, offsets, strict=False):
        mean, count = wish - offset, 1
        while pools and pools[-1][0] > mean:
            other, of = pools.pop()
            mean, count = (mean * count + other * of) / (count + of), count + of
        pools.append((mean, count))
    shifts = [mean for mean, count in pools for _ in range(count)]
    for box, shift, offset in zip(layer, shifts, offsets, strict=False):
        box.y = shift + offset


def _place_columns(layers: Sequence[Sequence[Box]]) -> float:
    """Each layer as wide as its widest box; returns the width of them all."""
    x = 0.0
    for layer in layers:
        width = max((box.width for box in layer), default=0.0)
        for box in layer:
            box.x = x + width / 2
        x += width + BETWEEN_LAYERS
    return x - BETWEEN_LAYERS


def _to_the_top(boxes: Sequence[Box]) -> float:
    """Shift all down to where the first row begins; returns the height of them all."""
    top = min(box.y - box.height / 2 for box in boxes)
    for box in boxes:
        box.y -= top
    return max(box.y + box.height / 2 for box in boxes)
