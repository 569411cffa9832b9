"""Reads a computation graph from the lines of Python that a problem says it in."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from grader.errors import unknown
from grader.graph import Graph, Node, Operand, Spot
from grader.operations import OPERATIONS

NODES_MOST = 100
"""More than anybody draws or reads."""
AXES_MOST = 64
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
            if given is not None and not (isinstance(given, int) and abs(given) <= AXES_MOST):
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
            counted = (f"u{i}" for i in range(1, NODES_MOST * 2 + len(self.taken)))
            name = next(each for each in counted if each not in self.taken and each not in self.computed)
        if len(self.nodes) >= NODES_MOST:
            raise self._fault(f"more than {NODES_MOST} nodes")
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
