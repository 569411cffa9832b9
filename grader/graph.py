"""A computation graph: read from lines of Python, walked forward to values and backward to gradients."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np

from grader.errors import unknown
from grader.frozen import frozen
from grader.model import Array
from grader.operations import OPERATIONS

MOST_NODES = 100
"""More than anybody draws or reads."""
MOST_AXES = 64
"""As many as an array can have."""
HUGE = 1e300
"""No constant is as large."""
FUNCTIONS = {name: name for name in OPERATIONS} | {"max": "maximum"}
"""What may be called in the text of a graph, and the operation it is."""
OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide", ast.Pow: "power",
    ast.MatMult: "matmul", ast.USub: "negative",
}  # fmt: skip
OVER_AXES = ("sum", "mean")
"""The operations that take `axis` and `keepdims`."""


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


class GraphFault(ValueError):
    """Why a text is no graph."""


class Slope(Protocol):
    """What is declared of an answer, as far as it says where it stands in the graph."""

    @property
    def slope_of(self) -> str | None:
        """The node whose slope it is,"""

    @property
    def along(self) -> str | None:
        """the input along which,"""

    @property
    def upstream(self) -> str | None:
        """and the input that is the gradient of that node."""


def read_graph(text: str, inputs: Collection[str], answers: Mapping[str, Slope]) -> Graph:
    """The graph in lines of assignments, over the inputs of a problem, with its answers where they stand.

    Raises GraphFault where it is none, or does not end in what the answers are slopes of.
    """
    reader = _Reader(text, inputs)
    names = [node.name for node in reader.nodes]
    graph = Graph(tuple(reader.nodes))
    ends = {asked.slope_of or names[-1] for asked in answers.values() if asked.along or asked.upstream} or {*answers}
    for name in names:
        if name not in ends and not graph.children(name):
            slopes = " or ".join(f'"{each}"' for each in sorted(ends))
            raise GraphFault(f'"{name}" leads to nothing: a graph ends in {slopes}, which `answers` ask for')
    starts = {asked.slope_of or names[-1]: asked.upstream for asked in answers.values() if asked.upstream is not None}
    upstream = {name: start for name, start in starts.items() if name in names}
    spots = {answer: spot for answer, asked in answers.items() if (spot := _spot(answer, asked, names))}
    return Graph(tuple(reader.nodes), upstream, spots)


def _spot(answer: str, asked: Slope, names: Collection[str]) -> Spot | None:
    """Where an answer stands: the gradient of what it is the slope along; its own name's value; `dz1`, of z1."""
    if asked.along is not None:
        return Spot(asked.along, "gradient") if asked.along in names else None
    if answer in names:
        return Spot(answer, "value")
    return Spot(answer[1:], "gradient") if answer[:1] == "d" and answer[1:] in names else None


class _Reader:
    """The nodes of a text, inputs first, as they are met."""

    def __init__(self, text: str, inputs: Collection[str]) -> None:
        self.known = inputs
        self.inputs: dict[str, Node] = {}
        self.computed: dict[str, Node] = {}
        self.line = 1
        try:
            tree = ast.parse(text)
            self.taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {*inputs}
            for statement in tree.body:
                self.line = statement.lineno
                self._statement(statement)
        except SyntaxError as error:
            raise GraphFault(f"line {error.lineno} of it is not Python: {error.msg}") from None
        except (RecursionError, MemoryError):
            raise GraphFault("too deeply nested; name a part of it") from None
        if not self.computed:
            raise GraphFault("computes nothing")

    @property
    def nodes(self) -> list[Node]:
        return [*self.inputs.values(), *self.computed.values()]

    def _fault(self, what: str) -> GraphFault:
        return GraphFault(f"line {self.line} of it: {what}")

    def _statement(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if name in self.known:
                    raise self._fault(f'"{name}" is an input of the problem; call it something else')
                if name in self.computed:
                    raise self._fault(f'"{name}" is assigned twice; every node has a name of its own')
                if isinstance(self._operand(value, name), float):
                    raise self._fault(f'"{name}" is a constant; write it where it is used')
                if name not in self.computed:
                    raise self._fault(f'"{name}" is another name for what has one; use that')
            case _:
                raise self._fault("not an assignment to one name, such as `q = x + y`")

    def _operand(self, value: ast.expr, name: str | None = None) -> Operand:
        """The node or the constant that an expression stands for; its nodes are made, the last one by this name."""
        match value:
            case ast.Name(id=other):
                return self._known(other)
            case ast.Constant(value=int() | float() as given) if not isinstance(given, bool) and abs(given) < HUGE:
                return float(given)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                return self._made(OPERATORS[type(op)], [left, right], {}, name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._made("negative", [operand], {}, name)
            case ast.Attribute(value=inner, attr="T"):
                return self._made("transpose", [inner], {}, name)
            case ast.Call(func=ast.Name(id=function), args=arguments, keywords=keywords):
                if function not in FUNCTIONS:
                    raise self._fault(unknown(function, FUNCTIONS, "no such function"))
                how = self._how(function, keywords)
                return self._made(FUNCTIONS[function], arguments, how, name)
        raise self._fault(
            f"`{ast.unparse(value)}`: only names, numbers, + - * / ** @, .T and functions by their bare name"
        )

    def _known(self, name: str) -> str:
        if name in self.computed or name in self.inputs:
            return name
        if name not in self.known:
            raise self._fault(
                unknown(name, [*self.known, *self.computed], "no node above, and no input that is a number or an array")
            )
        self.inputs[name] = Node(name)
        return name

    def _how(self, function: str, keywords: list[ast.keyword]) -> dict[str, Any]:
        how: dict[str, Any] = {"axis": None, "keepdims": False} if function in OVER_AXES else {}
        for keyword in keywords:
            if keyword.arg not in how:
                raise self._fault(unknown(str(keyword.arg), how, f"no such argument of {function}"))
            try:
                how[keyword.arg] = ast.literal_eval(keyword.value)
            except (ValueError, TypeError):
                how[keyword.arg] = ...
            given = how[keyword.arg]
            if given is not None and not (isinstance(given, int) and abs(given) <= MOST_AXES):
                raise self._fault(f"{keyword.arg} of {function} is a whole number, True or False")
        return how

    def _made(self, operation: str, values: list[ast.expr], how: dict[str, Any], name: str | None) -> Operand:
        operands = tuple(self._operand(value) for value in values)
        kind = OPERATIONS[operation]
        if operation == "power" and len(operands) == 2:
            operation, operands = self._power(*operands)
        elif len(operands) != len(kind.back):
            raise self._fault(f"{operation} takes {len(kind.back)} inputs, here it has {len(operands)}")
        if not any(isinstance(operand, str) for operand in operands):
            return self._constant(operation, operands, how)
        if name is None:
            counted = (f"u{i}" for i in range(1, MOST_NODES * 2 + len(self.taken)))
            name = next(each for each in counted if each not in self.taken and each not in self.computed)
        if len(self.nodes) >= MOST_NODES:
            raise self._fault(f"more than {MOST_NODES} nodes")
        self.computed[name] = Node(name, operation, operands, how)
        return name

    def _constant(self, operation: str, operands: Sequence[Operand], how: Mapping[str, Any]) -> float:
        """What an operation makes of constants alone."""
        value = np.inf
        with np.errstate(all="ignore"), contextlib.suppress(AttributeError, TypeError, ValueError, IndexError):
            value = float(OPERATIONS[operation].forward(*operands, **how))
        if not abs(value) < HUGE:
            raise self._fault(f"{operation} of {', '.join(map(str, operands))} is no number")
        return value

    def _power(self, base: Operand, exponent: Operand) -> tuple[str, tuple[Operand, ...]]:
        """Powers that have a name of their own are called by it."""
        if isinstance(exponent, str):
            raise self._fault("the exponent of ** is a number")
        named = {2.0: "square", 0.5: "sqrt"}.get(exponent)
        return (named, (base,)) if named else ("power", (base, exponent))


# --- values and gradients ---------------------------------------------------------------------------------


@frozen
class Step:
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
    steps: tuple[Step, ...]
    """The walk back: nodes in the reverse order of their creation, for each the edges to its children."""

    def at(self, spot: Spot) -> Array | None:
        """What an answer is there."""
        return (self.values if spot.of == "value" else self.gradients)[spot.node]

    def steps_to(self, node: str) -> list[Step]:
        """What the gradient of a node is the sum of."""
        return [step for step in self.steps if step.node == node]


def evaluated(graph: Graph, inputs: Mapping[str, Any], upstream: Mapping[str, Any] | None = None) -> Evaluated:
    """Forward in the order of creation, backward in its reverse.

    `inputs`: at least those of the graph and the upstream gradients it names, as arrays, numbers or nested lists.
    `upstream`: gradients to start from by node, instead of those that the graph names. Raises ValueError where an
    input is missing or shapes do not fit.
    """
    missing = {*graph.inputs, *(graph.upstream.values() if upstream is None else ())} - {*inputs}
    if missing:
        raise ValueError(f"no value for {', '.join(sorted(missing))}")
    with np.errstate(all="ignore"):
        values = _forward(graph, inputs)
        if upstream is None:
            upstream = {node: inputs[name] for node, name in graph.upstream.items()}
        starts = {node: _as_floats(value) for node, value in upstream.items()}
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
    steps: list[Step] = []
    for node in reversed(graph.nodes):
        value = values[node.name]
        if not starts or value.dtype.kind in "biu":
            gradients[node.name] = None
            continue
        arrived = [
            _step(node.name, child, slot, values, np.asarray(gradients[child.name]))
            for child, slot in graph.edges_from(node.name)
        ]
        steps += arrived
        gradients[node.name] = sum((step.downstream for step in arrived), starts.get(node.name, np.zeros(value.shape)))
    return Evaluated(values, {node.name: gradients[node.name] for node in graph.nodes}, tuple(steps))


def _step(name: str, child: Node, slot: int, values: Mapping[str, Array], upstream: Array) -> Step:
    assert child.operation is not None, "an input has no parents"
    back = OPERATIONS[child.operation].back[slot]
    operands = [values[each] if isinstance(each, str) else np.asarray(each) for each in child.operands]
    shape, value = values[name].shape, values[child.name]
    if back.whole:
        downstream = back.function(upstream, value, *operands, **child.how)
        return Step(name, child.name, slot, upstream, None, np.asarray(downstream), summed=False)
    local = np.asarray(back.function(value, *operands, **child.how), dtype=float)
    product = np.asarray(upstream * local)
    return Step(name, child.name, slot, upstream, local, summed_down(product, shape), summed=product.shape != shape)


def summed_down(gradient: Array, shape: tuple[int, ...]) -> Array:
    """A gradient in the shape of what was broadcast: where one entry served several, it gets the sum of theirs."""
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    served = tuple(i for i, size in enumerate(shape) if size == 1 != gradient.shape[i])
    return np.asarray(gradient.sum(axis=served, keepdims=True))


def _as_floats(value: Any) -> Array:
    return np.asarray(value, dtype=float)


# --- in words ---------------------------------------------------------------------------------------------


def number(value: float, digits: int = 6) -> str:
    """A number as people write it, without a minus before zero."""
    return f"{value + 0.0:.{digits}g}"


def constant(value: float) -> str:
    """A constant of an operation: a half is ½."""
    return {0.5: "½", 0.25: "¼"}.get(value) or number(value)


def derivative(graph: Graph, step: Step) -> str:
    """What goes back along an edge, as in `df/dq × z`."""
    upstream, local = graph.of_node(step.child), local_derivative(graph, step)
    return local if step.local is None else f"{upstream} × {local}"


def local_derivative(graph: Graph, step: Step) -> str:
    """The derivative of the child with respect to the node; with the upstream gradient in it where it takes that whole.

    As in `z`, `[y ≥ z]` and `xᵀ @ dL/dout`.
    """
    child = graph.node(step.child)
    assert child.operation is not None, "an input has no parents"
    x, y = ([each if isinstance(each, str) else constant(each) for each in child.operands] + [""])[:2]
    count = step.downstream.size // max(1, step.upstream.size)
    if child.operation == "cross_entropy":
        count = step.downstream.shape[0] if step.downstream.ndim > 1 else 1
    exponent = child.operands[-1] if child.operation == "power" else 0.0
    less = number(exponent - 1) if isinstance(exponent, float) else ""
    formula = OPERATIONS[child.operation].back[step.slot].formula
    return formula.format(x=x, y=y, z=child.name, d=graph.of_node(child.name), n=count, less=less)
