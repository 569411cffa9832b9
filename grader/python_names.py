"""Which names a piece of Python reads, assigns, and takes out of dicts."""

from __future__ import annotations

import ast
from collections.abc import Collection


def free_names(code: str) -> list[str]:
    """The names that a piece of Python reads and does not itself assign first; [] where it does not parse."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return []
    assigned = assigned_names(code) | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(name for name in names if name not in assigned))


def assigned_names(code: str) -> set[str]:
    """The names that a piece of Python assigns, imports or defines; none where it does not parse."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return set()
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=other):
                names.add(other or name.partition(".")[0])
    return names


def keys_taken(formula: str, holders: Collection[str]) -> list[str | None]:
    """The answers that an expression takes out of these dicts; None where it takes more, or not by a name."""
    try:
        nodes = list(ast.walk(ast.parse(formula, mode="eval")))
    except SyntaxError:
        return []
    keys: dict[int, str] = {}
    for node in nodes:
        match node:
            case ast.Subscript(value=ast.Name() as holder, slice=ast.Constant(value=str(key))):
                keys[id(holder)] = key
    return [keys.get(id(node)) for node in nodes if isinstance(node, ast.Name) and node.id in holders]


def top_level(source: str) -> set[str]:
    """The names a module defines at its top level. Raises SyntaxError."""
    names: set[str] = set()
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return names
