"""The changes that people make in gradients: each a function from a node of Python to what they write instead."""

from __future__ import annotations

import ast
from ast import unparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from grader.frozen import frozen

REDUCTIONS = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum"}
UNARY = {"exp", "log", "log1p", "sqrt", "abs", "tanh", "square", "sign", "clamp", "copy", "sum", "mean", "ravel"}
NOT_SYMMETRIC = {"outer", "dot", "matmul", "subtract", "divide"}
COMPARED: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Gt: (">=", "<"), ast.GtE: (">", "<="), ast.Lt: ("<=", ">"), ast.LtE: ("<", ">="),
    ast.Eq: ("!=",), ast.NotEq: ("==",), ast.Is: ("is not",), ast.IsNot: ("is",),
}  # fmt: skip


@frozen
class Scope:
    """What is known of the names in a function."""

    parameters: Sequence[str]
    assigned: Mapping[str, int]
    """Its other names, each with the line that assigns it first."""
    fields: Sequence[str]
    """The attributes that the class of a method gives to `self`."""
    sizes: frozenset[str]
    booleans: frozenset[str]
    returned: frozenset[str]
    same: Mapping[str, str]
    """Names that are assigned from another name alone, with that one."""

    def kind(self, name: str) -> list[str]:
        """The parameters that are sizes, if the name is one; else those that are not."""
        return [other for other in self.parameters if (other in self.sizes) == (name in self.sizes)]

    def is_other(self, name: str, other: str) -> bool:
        """Whether two names stand for different values, as far as can be seen."""
        return self.same.get(name, name) != self.same.get(other, other)


Operator = Callable[[ast.AST, Scope], Iterator[str]]
"""From a node to the texts that may take its place."""


def transposed(node: ast.AST, scope: Scope) -> Iterator[str]:
    """A transpose left out, a matrix product with its factors in the other order, or entry by entry."""
    match node:
        case ast.Attribute(attr="T", value=value):
            yield unparse(value)
        case ast.Call(func=ast.Attribute(attr="transpose" | "t", value=value)) if unparse(value) != "np":
            yield unparse(value)
        case ast.BinOp(op=ast.MatMult(), left=left, right=right):
            yield f"({unparse(right)}) @ ({unparse(left)})"
            yield f"({unparse(left)}) * ({unparse(right)})"


def reduced(node: ast.AST, scope: Scope) -> Iterator[str]:
    """No axis, an axis no longer kept, mean for sum and so on; another axis is a constant."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
    if name in REDUCTIONS:
        start = f"{unparse(node.func.value)}." if isinstance(node.func, ast.Attribute) else ""
        arguments = unparse(node).removeprefix(unparse(node.func))
        yield f"{start}{REDUCTIONS[name]}{arguments}"
    given = {keyword.arg for keyword in node.keywords}
    if "axis" in given:
        yield _call(node, [keyword for keyword in node.keywords if keyword.arg != "axis"])
    if "keepdims" in given:
        yield _call(node, [keyword for keyword in node.keywords if keyword.arg != "keepdims"])


def _call(node: ast.Call, keywords: list[ast.keyword]) -> str:
    return unparse(ast.Call(node.func, node.args, keywords))


def factors(node: ast.AST, scope: Scope) -> Iterator[str]:
    """A factor left out or squared, a product for a quotient and back."""
    match node:
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            a, b = unparse(left), unparse(right)
            yield from (a, b, f"({a}) / ({b})")
            yield from (
                f"({text}) * ({unparse(node)})" for side, text in ((left, a), (right, b)) if _squares(side, scope)
            )
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            a, b = unparse(left), unparse(right)
            yield from (a, f"({a}) * ({b})", f"({b}) / ({a})")
            if _squares(right, scope):
                yield f"({a}) / ({b}) ** 2"


def _squares(factor: ast.expr, scope: Scope) -> bool:
    """Whether the square of a factor is another: not that of a mask, nor that of 1."""
    return not is_boolean(factor, scope.booleans) and not isinstance(factor, ast.Constant)


def terms(node: ast.AST, scope: Scope) -> Iterator[str]:
    """A term left out, plus for minus and back, a difference the other way round."""
    match node:
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            a, b = unparse(left), unparse(right)
            yield from (a, b, f"({a}) - ({b})")
        case ast.BinOp(op=ast.Sub(), left=left, right=right):
            a, b = unparse(left), unparse(right)
            yield from (a, b, f"({a}) + ({b})", f"({b}) - ({a})")
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
            yield unparse(operand)


def constants(node: ast.AST, scope: Scope) -> Iterator[str]:
    """0 for 1 and back, twice, half, none of it."""
    if not isinstance(node, ast.Constant) or type(node.value) not in (int, float):
        return
    value = node.value
    assert isinstance(value, int | float)
    if value == 0:
        yield "1"
    elif value == 1:
        yield from ("0", "2")
    else:
        yield from (repr(2 * value), "1", "0" if abs(value) < 0.1 else repr(value + 1))


def borders(node: ast.AST, scope: Scope) -> Iterator[str]:
    """Another comparison, the other branch, a negation left out, and for or."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARED:
            yield from (f"{unparse(left)} {other} {unparse(right)}" for other in COMPARED[type(op)])
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield f"{unparse(orelse)} if {unparse(test)} else {unparse(body)}"
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            yield unparse(operand)
        case ast.BoolOp(op=op, values=values):
            yield (" or " if isinstance(op, ast.And) else " and ").join(f"({unparse(value)})" for value in values)
        case ast.Call(func=ast.Attribute(attr="where"), args=[test, first, second]):
            yield f"{unparse(node.func)}({unparse(test)}, {unparse(second)}, {unparse(first)})"
            yield from (unparse(first), unparse(second))
        case ast.Call(func=ast.Attribute(attr="maximum" | "minimum"), args=[*args]):
            yield from (unparse(arg) for arg in args if not isinstance(arg, ast.Constant))


def functions_left_out(node: ast.AST, scope: Scope) -> Iterator[str]:
    """A function left out: x for exp(x), and for x.sum(axis=0)."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name, value=value), args=[arg, *_]) if unparse(value) in ("np", "torch"):
            if name in UNARY:
                yield unparse(arg)
            if name in NOT_SYMMETRIC:
                second = unparse(node.args[1])
                yield f"{unparse(value)}.{name}({second}, {unparse(arg)})"
        case ast.Call(func=ast.Attribute(attr=name, value=value)) if name in UNARY:
            yield unparse(value)


def sizes(node: ast.AST, scope: Scope) -> Iterator[str]:
    """N - 1 for N, a loop or a slice that leaves one out."""
    match node:
        case ast.Name(id=name) if name in scope.sizes:
            yield f"{name} - 1"
        case ast.Call(func=ast.Name(id="len")):
            yield f"{unparse(node)} - 1"
        case ast.Call(func=ast.Name(id="range"), args=[end]):
            yield from (f"range({unparse(end)} - 1)", f"range(1, {unparse(end)})")


def names(node: ast.AST, scope: Scope) -> Iterator[str]:
    """Another variable: the next parameter, the value computed before, another attribute."""
    match node:
        case ast.Name(id=name):
            kind = scope.kind(name)
            if name in kind and len(kind) > 1:
                yield kind[(kind.index(name) + 1) % len(kind)]
            elif name in scope.assigned:
                before = [other for other, line in scope.assigned.items() if line < node.lineno]
                same_kind = [other for other in before if (other in scope.sizes) == (name in scope.sizes)]
                yield from [other for other in same_kind if scope.is_other(name, other)][-1:]
        case ast.Attribute(value=ast.Name(id="self"), attr=name) if name in scope.fields and len(scope.fields) > 1:
            yield f"self.{scope.fields[(scope.fields.index(name) + 1) % len(scope.fields)]}"


OPERATORS: dict[str, Operator] = {
    "transpose": transposed,
    "axis": reduced,
    "factor": factors,
    "term": terms,
    "constant": constants,
    "border": borders,
    "function": functions_left_out,
    "size": sizes,
    "name": names,
}
"""Operators on expressions; to add one, write a function and one line here."""


def given_back(statement: ast.AST, scope: Scope) -> Iterator[str]:
    """What is returned, or kept in `self`, with the other sign or doubled; two returned values swapped."""
    match statement:
        case ast.Return(value=ast.Tuple(elts=values)):
            yield from (f"return {', '.join(each)}" for each in _varied(values, scope))
        case ast.Return(value=ast.expr() as value):
            yield from (f"return {text}" for text in _signed(value, scope))
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self")) as target], value=value):
            yield from (f"{unparse(target)} = {text}" for text in _signed(value, scope))


def _varied(values: Sequence[ast.expr], scope: Scope) -> Iterator[list[str]]:
    """The texts of some values with one of them varied, or two neighbours swapped."""
    texts = [unparse(value) for value in values]
    for i, value in enumerate(values):
        yield from ([*texts[:i], text, *texts[i + 1 :]] for text in _signed(value, scope))
        if i and scope.is_other(texts[i - 1], texts[i]):
            yield [*texts[: i - 1], texts[i], texts[i - 1], *texts[i + 1 :]]


def _signed(value: ast.expr, scope: Scope) -> Iterator[str]:
    """A value with the other sign and doubled; in a dict each of its values, and each two neighbours swapped."""
    if isinstance(value, ast.Dict):
        keys = [unparse(key) if key else "" for key in value.keys]
        for varied in _varied(value.values, scope):
            yield "{" + ", ".join(f"{key}: {text}" for key, text in zip(keys, varied, strict=True)) + "}"
    elif not isinstance(value, ast.Tuple | ast.Constant) and not is_boolean(value, ()):
        yield from (f"-({unparse(value)})", f"2 * ({unparse(value)})")


def statements(statement: ast.AST, scope: Scope) -> Iterator[str]:
    """`=` for `+=`; a statement left out."""
    match statement:
        case ast.AugAssign(target=target, op=op, value=value):
            yield f"{unparse(target)} = {unparse(value)}"
            if isinstance(op, ast.Add | ast.Sub):
                yield f"{unparse(target)} {'-=' if isinstance(op, ast.Add) else '+='} {unparse(value)}"
            yield "pass"
        case ast.Expr() | ast.If(orelse=[]):
            yield "pass"


def kept(statement: ast.AST, scope: Scope) -> Iterator[str]:
    """A sum along an axis that is given back with that axis kept."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name) as target], value=ast.Call() as call) if name in scope.returned:
            pass
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self")) as target], value=ast.Call() as call):
            pass
        case _:
            return
    given = {keyword.arg for keyword in call.keywords}
    if "axis" in given and "keepdims" not in given:
        yield f"{unparse(target)} = {_call(call, [*call.keywords, ast.keyword('keepdims', ast.Constant(True))])}"


STATEMENTS: dict[str, Operator] = {"axis": kept, "given-back": given_back, "statement": statements}
"""Operators on whole statements."""


def is_boolean(node: ast.AST, booleans: Iterable[str]) -> bool:
    """Whether a node gives truth values, as far as can be seen; `booleans` are the names that do."""
    match node:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not() | ast.Invert()):
            return True
        case ast.Call(func=ast.Attribute(attr="asarray"), args=[inner]):
            return is_boolean(inner, booleans)
        case ast.Name(id=name):
            return name in booleans
    return False
