"""A script that shows a mistake on its smallest input, without the grader: it needs numpy and the student's file."""

from __future__ import annotations

import ast
import builtins
from keyword import iskeyword
from pathlib import Path
from textwrap import indent
from typing import Any

from grader.graded import ProblemReport, Smallest

IMPORTED = '''\
"""{title}"""

import sys

import numpy as np
{imports}
sys.path.insert(0, {folder!r})
from {module} import {functions}

{body}'''
COPIED = """\
# {title}

{source}

import numpy as np
{imports}

def show():
{body}


show()
"""
"""Inputs are local names there: the student's code may have others of the same names."""
BODY = """\
{inputs}

print("expected:", {want}, sep="\\n")

{call}

print("got:", {got}, sep="\\n")
"""


def as_script(problem: ProblemReport, shown: Smallest, submission: Path, source: str) -> str:
    """The text of the script; `submission` is what was handed in.

    A file of Python is imported by its name; where it has none that can be, or of a notebook or a zip file, what was
    graded of its `source` is copied.
    """
    file = submission / str(problem.file) if submission.is_dir() else submission
    inputs, call = given_and_call(shown)
    functions = [name for name in _names(call) if name not in shown.inputs and not hasattr(builtins, name)]
    want = _expression(shown.want)
    imports = "import torch\n" if "torch" in functions else ""
    imports += "from numpy import inf, nan\n" if "inf" in inputs + want or "nan" in inputs + want else ""
    got = f"{shown.part_of}[{shown.answer!r}]" if shown.part_of else shown.answer
    body = BODY.format(inputs=inputs, call=call, got=got, want=want)
    title = f"{problem.id}: {shown.answer} is not what is expected here."
    if file.suffix != ".py" or not file.is_file() or not file.stem.isidentifier() or iskeyword(file.stem):
        return COPIED.format(title=title, source=source.strip(), imports=imports, body=indent(body, "    ").rstrip())
    return IMPORTED.format(
        title=title,
        imports=imports,
        folder=str(file.resolve().parent),
        module=file.stem,
        functions=", ".join(name for name in functions if name not in ("np", "torch")),
        body=body,
    )


def given_and_call(shown: Smallest) -> tuple[str, str]:
    """The smallest input as assignments, and the call."""
    call = _needed(shown.call, shown.part_of or shown.answer)
    used = {name: value for name, value in shown.inputs.items() if name in _names(call)}
    return "\n".join(f"{name} = {_expression(value)}" for name, value in used.items()), call


def _needed(call: str, shown: str) -> str:
    """The call without what only reads other answers, which may not be there."""
    statements = ast.parse(call).body
    kept: list[ast.stmt] = []
    for statement in reversed(statements):
        used = {node.id for later in kept for node in ast.walk(later) if isinstance(node, ast.Name)} | {shown}
        reads = isinstance(statement, ast.Assign) and not any(isinstance(n, ast.Call) for n in ast.walk(statement))
        names = {ast.unparse(target) for target in statement.targets} if isinstance(statement, ast.Assign) else set()
        if not (reads and names.isdisjoint(used) and all(name.isidentifier() for name in names)):
            kept.insert(0, statement)
    return "\n".join(map(ast.unparse, kept))


def _names(call: str) -> list[str]:
    """The names that a call takes from elsewhere, in the order of the text."""
    names = [node for node in ast.walk(ast.parse(call)) if isinstance(node, ast.Name)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return list(dict.fromkeys(node.id for node in names if node.id not in stored))


def _expression(value: Any) -> str:
    return f"np.array({value!r})" if isinstance(value, list) else repr(value)
