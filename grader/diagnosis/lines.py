"""The line of a student's file that makes an answer, where reading the file alone can tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

LINE_ENDS = re.compile("\r\n|\r|\n")
"""What ends a line for Python's parser; `str.splitlines` knows more."""


def line_making(name: str, part_of: str | None, call: str, source: str) -> int | None:
    """The line where the value of an answer is computed last; None where that cannot be told.

    The answer, or the dict that it is `part_of`, is assigned by a statement of `call` from one function or method of
    the file `source`. What that returns in the answer's place is followed back to the last assignment to it.
    """
    returned = _assigned_from(part_of or name, ast.parse(call))
    if returned is None:
        return None
    function, place, count = returned
    found = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef) and node.name == function
    ]
    returns = [node for node in _own_nodes(found[0]) if isinstance(node, ast.Return)] if len(found) == 1 else []
    if len(returns) != 1 or returns[0].value is None:
        return None
    value = returns[0].value
    if count > 1:
        if not isinstance(value, ast.Tuple | ast.List) or len(value.elts) != count:
            return returns[0].lineno
        value = value.elts[place]
    return _made(value, name, found[0])


def _assigned_from(name: str, call: ast.Module) -> tuple[str, int, int] | None:
    """The function whose value a name is given, the place among what it returns, and of how many."""
    for statement in reversed(call.body):
        if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
            continue
        [target] = statement.targets[-1:]
        targets: Sequence[ast.expr] = target.elts if isinstance(target, ast.Tuple) else [target]
        names = [each.id if isinstance(each, ast.Name) else "" for each in targets]
        called = statement.value.func
        if name in names and isinstance(called, ast.Name | ast.Attribute):
            function = called.id if isinstance(called, ast.Name) else called.attr
            return function, names.index(name), len(names)
    return None


def _made(value: ast.expr, name: str, function: ast.FunctionDef) -> int:
    """The line of the last assignment to what is returned; of the return where there is none."""
    if isinstance(value, ast.Dict):
        keys = [key.value if isinstance(key, ast.Constant) else None for key in value.keys]
        value = value.values[keys.index(name)] if name in keys else value
    if not isinstance(value, ast.Name):
        return value.lineno
    targets = [target for node in _own_nodes(function) for target in _targets(node)]
    lines = [target.lineno for target in targets if _is(target, value.id, name)]
    return max(lines, default=value.lineno)


def _targets(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        yield node.target


def _is(target: ast.expr, variable: str, key: str) -> bool:
    """Whether an assignment is to a variable, to entries of it, or to the answer's own entry of a dict."""
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id == variable:
        return not isinstance(target.slice, ast.Constant) or target.slice.value in (key, ...)
    return isinstance(target, ast.Name) and target.id == variable


def _own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)
