"""Mutants of a reference: its source with one change each, of the kind that people make in gradients.

Cases that tell every mutant from the reference catch the mistakes that nobody thought of listing.
"""

from __future__ import annotations

import ast
from ast import unparse
from collections.abc import Iterable, Iterator, Mapping, Sequence

from grader.authoring.operators import OPERATORS, STATEMENTS, Scope, is_boolean
from grader.frozen import frozen

Definition = ast.FunctionDef | ast.ClassDef
Edit = tuple[ast.expr | ast.stmt, str]
"""A node, and the text that takes its place."""


@frozen
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
    shown = "; ".join(map(unparse, ast.parse(text).body))
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
                        change_it = f"_right = {unparse(statement.value)}; {name} *= 2; return _right"
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
            booleans |= names if is_boolean(node.value, booleans) else set()
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
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and unparse(node.value) == "self"
    ]
    return list(dict.fromkeys(node.attr for node in sorted(stored, key=lambda node: node.lineno)))


def _is_size(node: ast.AST) -> bool:
    """Whether a node gives sizes of arrays: `x.shape`, `x.shape[0]`, `x.size`, `len(x)`."""
    if isinstance(node, ast.Subscript):
        return _is_size(node.value)
    if isinstance(node, ast.Call):
        return unparse(node.func) == "len"
    return isinstance(node, ast.Attribute) and node.attr in ("shape", "size")


def _header(statement: ast.stmt) -> str:
    """A statement in one line; the first line of one that holds others."""
    return unparse(statement).partition("\n")[0]


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
