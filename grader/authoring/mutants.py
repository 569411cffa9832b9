"""Mutants of a reference: its source with one change each, of the kind that people make in gradients.

Cases that tell every mutant from the reference catch the mistakes that nobody thought of listing.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Definition = ast.FunctionDef | ast.ClassDef
Edit = tuple[ast.expr | ast.stmt, str]
"""A node, and the text that takes its place."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A source with one change."""

    kind: str
    """The operator that made it."""
    line: int
    column: int
    was: str
    """The statement that is changed, in one line,"""
    now: str
    """and after the change."""
    source: str


@dataclass(frozen=True, slots=True)
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


def mutants(source: str, functions: Sequence[str], arrays: Mapping[str, Sequence[str]]) -> list[Mutant]:
    """The mutants of a module, for what the definitions named in `functions` use, each different from all others.

    `arrays` says by the name of a function or method which of its parameters are arrays of the caller's.
    """
    tree = ast.parse(source)
    seen = {ast.dump(tree)}
    found = []
    for kind, edits, statement in _changes(tree, functions, arrays):
        changed = _edited(source, edits)
        try:
            parsed = ast.parse(changed)
        except SyntaxError:
            continue
        if (dump := ast.dump(parsed)) not in seen:
            seen.add(dump)
            node = edits[0][0]
            now = _shown(edits[0][1], statement) if node is statement else _header(_at(parsed, statement))
            found.append(Mutant(kind, node.lineno, node.col_offset + 1, _header(statement), now, changed))
    return found


def _shown(text: str, statement: ast.stmt) -> str:
    """The statements that take the place of one, in one line; of one left out, which it was."""
    shown = "; ".join(map(_text, ast.parse(text).body))
    return f"pass  # {_header(statement)}" if shown == "pass" else shown


def _changes(
    tree: ast.Module, functions: Sequence[str], arrays: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Sequence[Edit], ast.stmt]]:
    for definition in _used(tree, functions):
        if isinstance(definition, ast.ClassDef):
            yield from _shared_state(definition)
        fields = _fields(definition)
        for function in (node for node in ast.walk(definition) if isinstance(node, ast.FunctionDef)):
            scope = _scope(function, fields)
            for statement in _statements(function):
                for kind, change in STATEMENTS.items():
                    yield from ((kind, [(statement, text)], statement) for text in change(statement, scope))
                for node in _own_nodes(statement):
                    for kind, operator in OPERATORS.items():
                        yield from ((kind, [(node, f"({text})")], statement) for text in operator(node, scope))
                if isinstance(statement, ast.Return) and statement.value is not None:
                    for name in arrays.get(function.name, ()):
                        change_it = f"_right = {_text(statement.value)}; {name} *= 2; return _right"
                        yield "argument", [(statement, change_it)], statement


def _used(tree: ast.Module, functions: Sequence[str]) -> list[Definition]:
    """The definitions of these names, and of the names that those use."""
    defined = {node.name: node for node in tree.body if isinstance(node, Definition)}
    used, left = [], [name for name in functions if name in defined]
    while left:
        definition = defined[left.pop(0)]
        used.append(definition)
        names = {node.id: None for node in ast.walk(definition) if isinstance(node, ast.Name)}
        left += [name for name in names if name in defined and name not in left and defined[name] not in used]
    return used


def _statements(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    """The statements of a function but for its docstring, itself first; those of functions inside it are theirs."""
    yield function
    left: list[ast.AST] = [*function.body]
    while left:
        node = left.pop(0)
        if isinstance(node, ast.stmt) and not _is_text(node) and not isinstance(node, Definition):
            yield node
        if not isinstance(node, Definition):
            left = [*ast.iter_child_nodes(node), *left]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _own_nodes(statement: ast.stmt) -> Iterator[ast.expr]:
    """The expressions that a statement reads, without those of statements inside it."""
    left: list[ast.AST] = [*ast.iter_child_nodes(statement)]
    if isinstance(statement, ast.FunctionDef):
        left = [*statement.args.defaults]
    while left:
        node = left.pop(0)
        if isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), ast.Store):
            yield node
        if not isinstance(node, ast.stmt):
            left += ast.iter_child_nodes(node)


def _scope(function: ast.FunctionDef, fields: Sequence[str]) -> Scope:
    parameters = [argument.arg for argument in function.args.args if argument.arg not in ("self", "cls")]
    stored = [node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    assigned: dict[str, int] = {}
    for name in sorted(stored, key=lambda name: name.lineno):
        assigned.setdefault(name.id, name.lineno)
    sizes: set[str] = set()
    booleans: set[str] = set()
    returned: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            names = _names(node.targets)
            sizes |= names if _is_size(node.value) else set()
            booleans |= names if _is_boolean(node.value, booleans) else set()
        elif isinstance(node, ast.Return) and node.value is not None:
            returned |= _names([node.value])
    return Scope(
        parameters, assigned, fields, frozenset(sizes), frozenset(booleans), frozenset(returned), _aliases(function)
    )


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {name.id for node in nodes for name in ast.walk(node) if isinstance(name, ast.Name)}


def _aliases(function: ast.FunctionDef) -> dict[str, str]:
    """Names assigned from another name alone, `b = a` or `b, c = a, a`: each with the name behind it."""
    same: dict[str, str] = {}
    for node in _statements(function):
        match node:
            case ast.Assign(targets=[ast.Name() as target], value=ast.Name() as value):
                pairs = [(target, value)]
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                pairs = [
                    (target, value)
                    for target, value in zip(targets, values, strict=False)
                    if isinstance(target, ast.Name) and isinstance(value, ast.Name)
                ]
            case _:
                continue
        for target, value in pairs:
            same[target.id] = same.get(value.id, value.id)
    return same


def _fields(definition: Definition) -> list[str]:
    stored = [
        node
        for node in ast.walk(definition)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _text(node.value) == "self"
    ]
    return list(dict.fromkeys(node.attr for node in sorted(stored, key=lambda node: node.lineno)))


def _is_size(node: ast.AST) -> bool:
    """Whether a node gives sizes of arrays: `x.shape`, `x.shape[0]`, `x.size`, `len(x)`."""
    if isinstance(node, ast.Subscript):
        return _is_size(node.value)
    if isinstance(node, ast.Call):
        return _text(node.func) == "len"
    return isinstance(node, ast.Attribute) and node.attr in ("shape", "size")


def _is_boolean(node: ast.AST, booleans: Iterable[str]) -> bool:
    match node:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(op=ast.Not() | ast.Invert()):
            return True
        case ast.Call(func=ast.Attribute(attr="asarray"), args=[inner]):
            return _is_boolean(inner, booleans)
        case ast.Name(id=name):
            return name in booleans
    return False


def _text(node: ast.AST) -> str:
    return ast.unparse(node)


def _header(statement: ast.stmt) -> str:
    """A statement in one line; the first line of one that holds others."""
    return _text(statement).partition("\n")[0]


def _at(tree: ast.Module, statement: ast.stmt) -> ast.stmt:
    """The statement that stands where another did before the change."""
    place = statement.lineno, statement.col_offset
    return next(
        node for node in ast.walk(tree) if isinstance(node, ast.stmt) and (node.lineno, node.col_offset) == place
    )


def _edited(source: str, edits: Sequence[Edit]) -> str:
    """The source with these nodes replaced."""
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    whole = b"".join(lines)
    for node, text in sorted(edits, key=lambda edit: (-edit[0].lineno, -edit[0].col_offset)):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
        whole = whole[:start] + text.encode() + whole[end:]
    return whole.decode()


# --- the operators ----------------------------------------------------------------------------------------

REDUCTIONS = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum"}
UNARY = {"exp", "log", "log1p", "sqrt", "abs", "tanh", "square", "sign", "clamp", "copy", "sum", "mean", "ravel"}
NOT_SYMMETRIC = {"outer", "dot", "matmul", "subtract", "divide"}
COMPARED: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Gt: (">=", "<"), ast.GtE: (">", "<="), ast.Lt: ("<=", ">"), ast.LtE: ("<", ">="),
    ast.Eq: ("!=",), ast.NotEq: ("==",), ast.Is: ("is not",), ast.IsNot: ("is",),
}  # fmt: skip


def transposed(node: ast.AST, scope: Scope) -> Iterator[str]:
    """A transpose left out, a matrix product with its factors in the other order, or entry by entry."""
    match node:
        case ast.Attribute(attr="T", value=value):
            yield _text(value)
        case ast.Call(func=ast.Attribute(attr="transpose" | "t", value=value)) if _text(value) != "np":
            yield _text(value)
        case ast.BinOp(op=ast.MatMult(), left=left, right=right):
            yield f"({_text(right)}) @ ({_text(left)})"
            yield f"({_text(left)}) * ({_text(right)})"


def reduced(node: ast.AST, scope: Scope) -> Iterator[str]:
    """No axis, an axis no longer kept, mean for sum and so on; another axis is a constant."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute | ast.Name):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
    if name in REDUCTIONS:
        start = f"{_text(node.func.value)}." if isinstance(node.func, ast.Attribute) else ""
        arguments = _text(node).removeprefix(_text(node.func))
        yield f"{start}{REDUCTIONS[name]}{arguments}"
    given = {keyword.arg for keyword in node.keywords}
    if "axis" in given:
        yield _call(node, [keyword for keyword in node.keywords if keyword.arg != "axis"])
    if "keepdims" in given:
        yield _call(node, [keyword for keyword in node.keywords if keyword.arg != "keepdims"])


def _call(node: ast.Call, keywords: list[ast.keyword]) -> str:
    return _text(ast.Call(node.func, node.args, keywords))


def factors(node: ast.AST, scope: Scope) -> Iterator[str]:
    """A factor left out or squared, a product for a quotient and back."""
    match node:
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            a, b = _text(left), _text(right)
            yield from (a, b, f"({a}) / ({b})")
            yield from (
                f"({text}) * ({_text(node)})" for side, text in ((left, a), (right, b)) if _squares(side, scope)
            )
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            a, b = _text(left), _text(right)
            yield from (a, f"({a}) * ({b})", f"({b}) / ({a})")
            if _squares(right, scope):
                yield f"({a}) / ({b}) ** 2"


def _squares(factor: ast.expr, scope: Scope) -> bool:
    """Whether the square of a factor is another: not that of a mask, nor that of 1."""
    return not _is_boolean(factor, scope.booleans) and not isinstance(factor, ast.Constant)


def terms(node: ast.AST, scope: Scope) -> Iterator[str]:
    """A term left out, plus for minus and back, a difference the other way round."""
    match node:
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            a, b = _text(left), _text(right)
            yield from (a, b, f"({a}) - ({b})")
        case ast.BinOp(op=ast.Sub(), left=left, right=right):
            a, b = _text(left), _text(right)
            yield from (a, b, f"({a}) + ({b})", f"({b}) - ({a})")
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
            yield _text(operand)


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
            yield from (f"{_text(left)} {other} {_text(right)}" for other in COMPARED[type(op)])
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield f"{_text(orelse)} if {_text(test)} else {_text(body)}"
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            yield _text(operand)
        case ast.BoolOp(op=op, values=values):
            yield (" or " if isinstance(op, ast.And) else " and ").join(f"({_text(value)})" for value in values)
        case ast.Call(func=ast.Attribute(attr="where"), args=[test, first, second]):
            yield f"{_text(node.func)}({_text(test)}, {_text(second)}, {_text(first)})"
            yield from (_text(first), _text(second))
        case ast.Call(func=ast.Attribute(attr="maximum" | "minimum"), args=[*args]):
            yield from (_text(arg) for arg in args if not isinstance(arg, ast.Constant))


def functions_left_out(node: ast.AST, scope: Scope) -> Iterator[str]:
    """A function left out: x for exp(x), and for x.sum(axis=0)."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name, value=value), args=[arg, *_]) if _text(value) in ("np", "torch"):
            if name in UNARY:
                yield _text(arg)
            if name in NOT_SYMMETRIC:
                second = _text(node.args[1])
                yield f"{_text(value)}.{name}({second}, {_text(arg)})"
        case ast.Call(func=ast.Attribute(attr=name, value=value)) if name in UNARY:
            yield _text(value)


def sizes(node: ast.AST, scope: Scope) -> Iterator[str]:
    """N - 1 for N, a loop or a slice that leaves one out."""
    match node:
        case ast.Name(id=name) if name in scope.sizes:
            yield f"{name} - 1"
        case ast.Call(func=ast.Name(id="len")):
            yield f"{_text(node)} - 1"
        case ast.Call(func=ast.Name(id="range"), args=[end]):
            yield from (f"range({_text(end)} - 1)", f"range(1, {_text(end)})")


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
            yield from (f"{_text(target)} = {text}" for text in _signed(value, scope))


def _varied(values: Sequence[ast.expr], scope: Scope) -> Iterator[list[str]]:
    """The texts of some values with one of them varied, or two neighbours swapped."""
    texts = [_text(value) for value in values]
    for i, value in enumerate(values):
        yield from ([*texts[:i], text, *texts[i + 1 :]] for text in _signed(value, scope))
        if i and scope.is_other(texts[i - 1], texts[i]):
            yield [*texts[: i - 1], texts[i], texts[i - 1], *texts[i + 1 :]]


def _signed(value: ast.expr, scope: Scope) -> Iterator[str]:
    """A value with the other sign and doubled; in a dict each of its values, and each two neighbours swapped."""
    if isinstance(value, ast.Dict):
        keys = [_text(key) if key else "" for key in value.keys]
        for varied in _varied(value.values, scope):
            yield "{" + ", ".join(f"{key}: {text}" for key, text in zip(keys, varied, strict=True)) + "}"
    elif not isinstance(value, ast.Tuple | ast.Constant) and not _is_boolean(value, ()):
        yield from (f"-({_text(value)})", f"2 * ({_text(value)})")


def statements(statement: ast.AST, scope: Scope) -> Iterator[str]:
    """`=` for `+=`; a statement left out."""
    match statement:
        case ast.AugAssign(target=target, op=op, value=value):
            yield f"{_text(target)} = {_text(value)}"
            if isinstance(op, ast.Add | ast.Sub):
                yield f"{_text(target)} {'-=' if isinstance(op, ast.Add) else '+='} {_text(value)}"
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
        yield f"{_text(target)} = {_call(call, [*call.keywords, ast.keyword('keepdims', ast.Constant(True))])}"


STATEMENTS: dict[str, Operator] = {"axis": kept, "given-back": given_back, "statement": statements}
"""Operators on whole statements."""


def _shared_state(definition: ast.ClassDef) -> Iterator[tuple[str, Sequence[Edit], ast.stmt]]:
    """What each object keeps for itself, kept by the class for all of them."""
    for field in _fields(definition):
        stored: list[Edit] = []
        first: ast.stmt | None = None
        for function in (node for node in definition.body if isinstance(node, ast.FunctionDef)):
            for statement in _statements(function):
                for node in ast.walk(statement) if not isinstance(statement, ast.FunctionDef) else ():
                    match node:
                        case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()) if name == field:
                            stored.append((node, f"type(self).{field}"))
                            first = first or statement
        if first is not None:
            unique = {(node.lineno, node.col_offset): (node, text) for node, text in stored}
            yield "state", list(unique.values()), first
