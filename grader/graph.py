"""A computation graph: walked forward to values and backward to gradients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal, TypeAlias

import numpy as np

from grader.frozen import frozen
from grader.model import Array
from grader.operations import OPERATIONS

# --- graphs -----------------------------------------------------------------------------------------------

Operand: TypeAlias = str | float
"""The name of a node, or a constant."""


@frozen
class Node:
    """One node: an input of the graph, or an operation on earlier nodes and constants."""

    name: str
    """Given in the text, or u1, u2, … for what has none there."""
    operation: str | None = None
    """A key of OPERATIONS; None for an input."""
    operands: tuple[Operand, ...] = ()
    how: Mapping[str, Any] = field(default_factory=dict)
    """`axis` and `keepdims`, of a sum or a mean."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The nodes it is computed from, in their order; the same may be there twice."""
        return tuple(operand for operand in self.operands if isinstance(operand, str))

    @property
    def sign(self) -> str:
        """What stands in its circle: the operation, with its constant."""
        if self.operation is None:
            return ""
        sign = OPERATIONS[self.operation].sign
        match self.operands:
            case (float(value), str()) if self.operation in ("subtract", "divide", "maximum"):
                return f"{constant(value)} {sign}" if sign != "max" else f"{sign} {constant(value)}"
            case (float(value), str()) | (str(), float(value)):
                return f"{sign} {constant(value)}" if sign != "^" else f"( )^{constant(value)}"
        return sign

    @property
    def formula(self) -> str:
        """How it is computed, as in `x + y` and `softmax(z)`; nothing for an input."""
        if self.operation is None:
            return ""
        names = [each if isinstance(each, str) else constant(each) for each in self.operands]
        match self.operation:
            case "negative":
                return f"-{names[0]}"
            case "transpose":
                return f"{names[0]}ᵀ"
            case "square":
                return f"{names[0]}²"
            case "maximum":
                return f"max({', '.join(names)})"
            case "power":
                return "^".join(names)
            case "subtract" | "divide":
                return {"subtract": " - ", "divide": " / "}[self.operation].join(names)
            case "add" | "multiply" | "matmul":
                return f" {OPERATIONS[self.operation].sign} ".join(names)
        how = [f"{key}={value}" for key, value in self.how.items() if value is not None and value is not False]
        return f"{self.operation}({', '.join([*names, *how])})"


@frozen
class Spot:
    """Where an answer stands in a graph: at a node, as its value or as its gradient."""

    node: str
    of: Literal["value", "gradient"]


@frozen
class Graph:
    """Nodes in the order of their creation, inputs first; every one stands after those that it is computed from."""

    nodes: tuple[Node, ...]
    upstream: Mapping[str, str] = field(default_factory=dict)
    """Nodes whose gradient is given, and the inputs that give it; where there are none, the last one's is 1."""
    answers: Mapping[str, Spot] = field(default_factory=dict)
    """The answers of the problem that stand in it."""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of its inputs."""
        return tuple(node.name for node in self.nodes if node.operation is None)

    @property
    def last(self) -> Node:
        """What all of it computes."""
        return self.nodes[-1]

    @property
    def of(self) -> str:
        """What the gradients are of: the last node, or, where its own is given, a loss L further on."""
        return "L" if self.upstream else self.last.name

    def of_node(self, name: str) -> str:
        """What the gradient of a node is called, as in `df/dq`."""
        return f"d{self.of}/d{name}"

    def node(self, name: str) -> Node:
        """One node by its name."""
        return next(node for node in self.nodes if node.name == name)

    def children(self, name: str) -> list[str]:
        """The set S(u): the nodes computed from this one, in the order of their creation."""
        return [node.name for node in self.nodes if name in node.inputs]

    def edges_from(self, name: str) -> list[tuple[Node, int]]:
        """The edges that leave a node: the child, and the place among its operands; two where it is taken twice."""
        return [(node, slot) for node in self.nodes for slot, each in enumerate(node.operands) if each == name]


# --- values and gradients ---------------------------------------------------------------------------------


@frozen
class Flow:
    """What goes back along one edge, from a child to one of its inputs."""

    node: str
    child: str
    slot: int
    upstream: Array
    """The gradient of the child."""
    local: Array | None
    """The derivative of the child with respect to the node; None where the child takes the upstream gradient whole."""
    downstream: Array
    """What the node gets; summed down to its shape, where it had been broadcast."""
    summed: bool
    """Whether it had been."""


@frozen
class Evaluated:
    """A graph with numbers: what every node is, and what its gradient is."""

    values: Mapping[str, Array]
    gradients: Mapping[str, Array | None]
    """None for whole numbers, which have none, and everywhere where the last node is an array and none is given."""
    flows: tuple[Flow, ...]
    """The walk back: nodes in the reverse order of their creation, for each the edges to its children."""

    def at(self, spot: Spot) -> Array | None:
        """What an answer is there."""
        return (self.values if spot.of == "value" else self.gradients)[spot.node]

    def flows_to(self, node: str) -> list[Flow]:
        """What the gradient of a node is the sum of."""
        return [flow for flow in self.flows if flow.node == node]


def evaluated(graph: Graph, inputs: Mapping[str, Any]) -> Evaluated:
    """Forward in the order of creation, backward in its reverse.

    `inputs`: at least those of the graph and the upstream gradients it names, as arrays, numbers or nested lists.
    Raises ValueError where one is missing or shapes do not fit.
    """
    missing = {*graph.inputs, *graph.upstream.values()} - {*inputs}
    if missing:
        raise ValueError(f"no value for {', '.join(sorted(missing))}")
    with np.errstate(all="ignore"):
        values = _forward(graph, inputs)
        starts = {node: np.asarray(inputs[name], dtype=float) for node, name in graph.upstream.items()}
        for node, start in starts.items():
            if start.shape != values[node].shape:
                raise ValueError(f"the gradient of {node} has shape {start.shape}, and {node} {values[node].shape}")
        if not starts and values[graph.last.name].ndim == 0:
            starts = {graph.last.name: np.asarray(1.0)}
        return _backward(graph, values, starts)


def _forward(graph: Graph, inputs: Mapping[str, Any]) -> dict[str, Array]:
    values: dict[str, Array] = {}
    for node in graph.nodes:
        if node.operation is None:
            value = np.asarray(inputs[node.name])
            if value.dtype.kind not in "biuf":
                raise ValueError(f"{node.name} is no array of numbers")
        else:
            operands = [values[each] if isinstance(each, str) else np.asarray(each) for each in node.operands]
            value = np.asarray(OPERATIONS[node.operation].forward(*operands, **node.how))
        values[node.name] = value
    return values


def _backward(graph: Graph, values: Mapping[str, Array], starts: Mapping[str, Array]) -> Evaluated:
    """For each node, from the last to the first, the sum over its children of their gradients times local ones."""
    gradients: dict[str, Array | None] = {}
    flows: list[Flow] = []
    for node in reversed(graph.nodes):
        value = values[node.name]
        if not starts or value.dtype.kind in "biu":
            gradients[node.name] = None
            continue
        arrived = [
            _flow(node.name, child, slot, values, np.asarray(gradients[child.name]))
            for child, slot in graph.edges_from(node.name)
        ]
        flows += arrived
        gradients[node.name] = sum((flow.downstream for flow in arrived), starts.get(node.name, np.zeros(value.shape)))
    return Evaluated(values, {node.name: gradients[node.name] for node in graph.nodes}, tuple(flows))


def _flow(name: str, child: Node, slot: int, values: Mapping[str, Array], upstream: Array) -> Flow:
    assert child.operation is not None, "an input has no parents"
    back = OPERATIONS[child.operation].back[slot]
    operands = [values[each] if isinstance(each, str) else np.asarray(each) for each in child.operands]
    shape, value = values[name].shape, values[child.name]
    if back.whole:
        downstream = back.function(upstream, value, *operands, **child.how)
        return Flow(name, child.name, slot, upstream, None, np.asarray(downstream), summed=False)
    local = np.asarray(back.function(value, *operands, **child.how), dtype=float)
    product = np.asarray(upstream * local)
    return Flow(name, child.name, slot, upstream, local, summed_down(product, shape), summed=product.shape != shape)


def summed_down(gradient: Array, shape: tuple[int, ...]) -> Array:
    """A gradient in the shape of what was broadcast: where one entry served several, it gets the sum of theirs."""
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    served = tuple(i for i, size in enumerate(shape) if size == 1 != gradient.shape[i])
    return np.asarray(gradient.sum(axis=served, keepdims=True))


# --- in words ---------------------------------------------------------------------------------------------


def number(value: float, digits: int = 6) -> str:
    """A number as people write it, without a minus before zero."""
    return f"{value + 0.0:.{digits}g}"


def constant(value: float) -> str:
    """A constant of an operation: a half is ½."""
    return {0.5: "½", 0.25: "¼"}.get(value) or number(value)


def derivative(graph: Graph, flow: Flow) -> str:
    """What goes back along an edge, as in `df/dq × z`."""
    upstream, local = graph.of_node(flow.child), local_derivative(graph, flow)
    return local if flow.local is None else f"{upstream} × {local}"


def local_derivative(graph: Graph, flow: Flow) -> str:
    """The derivative of the child with respect to the node; with the upstream gradient in it where it takes that whole.

    As in `z`, `[y ≥ z]` and `xᵀ @ dL/dout`.
    """
    child = graph.node(flow.child)
    assert child.operation is not None, "an input has no parents"
    x, y = ([each if isinstance(each, str) else constant(each) for each in child.operands] + [""])[:2]
    count = flow.downstream.size // max(1, flow.upstream.size)
    if child.operation == "cross_entropy":
        count = flow.downstream.shape[0] if flow.downstream.ndim > 1 else 1
    exponent = child.operands[-1] if child.operation == "power" else 0.0
    less = number(exponent - 1) if isinstance(exponent, float) else ""
    formula = OPERATIONS[child.operation].back[flow.slot].formula
    return formula.format(x=x, y=y, z=child.name, d=graph.of_node(child.name), n=count, less=less)
