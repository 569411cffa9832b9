"""A file that answers several problems, such as a notebook: what of it belongs to one of them.

Only that is run: the definitions of the functions that a problem asks for, and the imports, definitions and assignments
whose names these use, and so on. So a plot, a test or a training run beside them costs nothing, and an import that one
problem needs is not missing in another.
"""

from __future__ import annotations

import ast
import builtins
import re
import symtable
import warnings
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Any

from grader.cleaning import cleaned
from grader.frozen import frozen

UNPARSED = (SyntaxError, RecursionError, MemoryError)
"""What Python raises of text that is not Python, or that is nested too deeply."""
DEFINES = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE)
"""What a cell that is not Python was to define."""
LINE_ENDS = re.compile("\r\n|\r")
STAR = "*"

Place = tuple[int | None, int]
"""A cell, from 1 (None where a file has none), and a line of it."""


@frozen
class Excerpt:
    """Statements of a file, in their order, with the place of each line."""

    source: str
    places: Sequence[Place]
    trouble: dict[str, Any] | None = None
    """Where a cell that defines what is needed is not Python."""


@frozen
class Broken:
    """A cell that is not Python."""

    trouble: dict[str, Any]
    names: frozenset[str]
    """What it was to define, as far as can be seen."""


class Statement:
    """A statement at the top of a cell that gives something a name."""

    def __init__(self, node: ast.stmt, cell: int | None, first: int, text: str) -> None:
        self.cell, self.first, self.text = cell, first, text
        self.binds = frozenset(_bound(node))
        self.is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"

    @cached_property
    def uses(self) -> set[str]:
        """The names that it takes from elsewhere."""
        try:
            top = symtable.symtable(self.text, "", "exec")
        except UNPARSED:
            return set()  # the guest will say what is wrong
        names = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
        tables = top.get_children()
        for table in tables:
            tables += table.get_children()
            names |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
        return names


class Excerpts:
    """The statements of all cells of a file."""

    def __init__(self, cells: Sequence[tuple[int | None, str]]) -> None:
        self.statements: list[Statement] = []
        self.broken: list[Broken] = []
        for number, text in cells:
            text = LINE_ENDS.sub("\n", text)
            try:
                with warnings.catch_warnings(action="ignore"):
                    body = ast.parse(text).body
                self.statements += [*_statements(body, number, text)]
            except UNPARSED as error:
                names = frozenset(name for pair in DEFINES.findall(text) for name in pair if name)
                self.broken.append(Broken(_trouble(error, number, text), names))
        self.binding: dict[str, list[int]] = {}
        for i, statement in enumerate(self.statements):
            for name in statement.binds:
                self.binding.setdefault(name, []).append(i)

    @property
    def names(self) -> set[str]:
        """All that is defined, or was to be."""
        return {*self.binding, *(name for broken in self.broken for name in broken.names)} - {STAR}

    def of(self, functions: Sequence[str]) -> Excerpt:
        """What belongs to the problem that asks for these functions."""
        seen: set[str] = set()
        chosen = {i for i, statement in enumerate(self.statements) if statement.is_future}
        waiting = [*functions]
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for i in set(self._making(name)) - chosen:
                chosen.add(i)
                waiting += self.statements[i].uses
        trouble = next((b.trouble for b in self.broken if b.names & (seen - self.binding.keys())), None)
        statements = sorted((self.statements[i] for i in sorted(chosen)), key=lambda each: not each.is_future)
        lines = [(each, line) for each in statements for line in range(each.text.count("\n") + 1)]
        source = "".join(f"{each.text}\n" for each in statements)
        return Excerpt(source, [(each.cell, each.first + line) for each, line in lines], trouble)

    def _making(self, name: str) -> Sequence[int]:
        """The statements that give a name its value; `import *` may, where nothing else does."""
        if name in self.binding:
            return self.binding[name]
        return [] if hasattr(builtins, name) else self.binding.get(STAR, [])


def _statements(body: Sequence[ast.stmt], cell: int | None, text: str) -> Iterator[Statement]:
    """The statements that name something, each with its text: to the end of the line, or to the next on that line."""
    lines = text.split("\n")
    for node, behind in zip_longest(body, body[1:]):
        if not any(_bound(node)):
            continue
        first = min(each.lineno for each in (node, *getattr(node, "decorator_list", ())))
        assert node.end_lineno is not None
        own = lines[first - 1 : node.end_lineno]
        if behind is not None and behind.lineno == node.end_lineno:
            own[-1] = own[-1].encode()[: behind.col_offset].decode()
        if first == node.lineno:
            own[0] = own[0].encode()[node.col_offset :].decode()
        yield Statement(node, cell, first, "\n".join(own))


def _bound(node: ast.stmt) -> Iterator[str]:
    """The names that a statement gives a value, or changes the value of."""
    match node:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (name for target in targets for name in _roots(target))
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield from _roots(target)
        case ast.If(body=body, orelse=orelse):
            yield from (name for each in (*body, *orelse) for name in _bound(each))
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
            inside = [*body, *(each for handler in handlers for each in handler.body), *orelse, *finalbody]
            yield from (name for each in inside for name in _bound(each))


def _roots(target: ast.expr) -> Iterator[str]:
    """The names in what is assigned to: `a` and `b` in `a.x, b[0] = …`."""
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Starred(value=inner):
            yield from _roots(inner)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            yield from (name for part in parts for name in _roots(part))


def _trouble(error: BaseException, cell: int | None, text: str) -> dict[str, Any]:
    """What is said of a cell that is not Python."""
    line = getattr(error, "lineno", None) or 0
    lines = text.split("\n")
    source = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    message = getattr(error, "msg", None) or "nested too deeply"
    trouble = {"kind": "syntax", "message": cleaned(message), "line": line, "source": cleaned(source)}
    return trouble if cell is None else {**trouble, "cell": cell}
