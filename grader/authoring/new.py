"""A new problem: its three files, valid at once, and its id in course.yaml."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader import strict_yaml
from grader.authoring import scaffold
from grader.authoring.entry import listed
from grader.course import Course, built_in, read_course, template_text
from grader.errors import UserError
from grader.frozen import frozen
from grader.problem_file import text_of
from grader.schema import json_schema

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
FIRST_MODULE = "exercises"
GRAPH = re.compile(r"^graph:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)
"""The field of a problem file."""


@frozen
class Original:
    """The problem that a new one is a copy of: its id, the functions it asks for, and its texts."""

    id: str
    functions: Sequence[str]
    problem: str
    reference: str
    template: str
    beside: Mapping[str, str]
    """A helper file that its YAML names, by name."""


def new(root: Path, name: str, module: str | None, like: str | None) -> list[Path]:
    """Write a new problem into the course in a folder, or into a new course there; its files, course.yaml last.

    It is a copy of the problem `like` of this course or the built-in one, else of the scaffold. Raises UserError;
    where the course is at fault, or the id, nothing has been written.
    """
    course_file, schema = root / "course.yaml", root / "problems" / "problem.schema.json"
    course = read_course(root) if course_file.is_file() or schema.parent.is_dir() else None
    _refuse(course, name)
    original = _original(course, like)
    module = module or _module(course, like)
    if course is None or module not in course.modules:
        _refuse(course, module)
    if name == module:
        raise UserError("name-taken", name=name)
    written = _files(root, module, original, name)
    for file in written:
        if file.exists():
            raise UserError("file-exists", path=file)
    with_name = listed(course_file, name, module) if course_file.is_file() else None
    if course is None:
        written[course_file] = scaffold.COURSE.replace("{module}", module).replace("{id}", name)
    shown = [*written, *([course_file] if with_name is not None else [])]
    if not schema.exists():
        written[schema] = json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    for file, text in written.items():
        _write(file, text, "x")
    if with_name is not None:
        _write(course_file, with_name, "w")
    return shown


def _files(root: Path, module: str, original: Original, name: str) -> dict[Path, str]:
    """The problem, the reference and the template, and a helper file that is not there yet."""
    stem = name.replace("-", "_")
    texts = {
        root / "problems" / module / f"{name}.yaml": original.problem,
        root / "reference" / module / f"{stem}.py": original.reference,
        root / "student_template" / module / f"{stem}.py": original.template,
    }
    beside = {root / "problems" / module / helper: text for helper, text in original.beside.items()}
    lacking = {file: text for file, text in beside.items() if not (file.is_file() and text_of(file) == text)}
    return {file: renamed(text, original, name) for file, text in texts.items()} | lacking


def _refuse(course: Course | None, name: str) -> None:
    """Raise UserError where a problem or a module cannot be called so, or one is already."""
    if not IDENTIFIER.fullmatch(name) or name in strict_yaml.WORDS or keyword.iskeyword(name):
        raise UserError("bad-id", name=name)
    if course is not None and (name in course.ids or name in course.modules):
        raise UserError("name-taken", name=name)


def _module(course: Course | None, like: str | None) -> str:
    """The module of a new problem where none is named. Raises UserError where there are several."""
    if course is None or not course.modules:
        return FIRST_MODULE
    if like is not None and like in course.ids:
        return course.module_of(like)
    if len(course.modules) > 1:
        raise UserError("which-module", modules=[*course.modules])
    return next(iter(course.modules))


def _original(course: Course | None, like: str | None) -> Original:
    if like is None:
        functions = [f"{scaffold.NAME.replace('-', '_')}_backward"]
        return Original(scaffold.NAME, functions, scaffold.PROBLEM, scaffold.REFERENCE, scaffold.TEMPLATE, beside={})
    holder = course if course is not None and like in course.ids else built_in()
    statement, problem = holder.statement(like), holder.problem(like)
    return Original(
        id=like,
        functions=problem.functions,
        problem=text_of(statement),
        reference=text_of(holder.reference(like)),
        template=template_text(holder, like),
        beside={problem.helper: text_of(statement.parent / problem.helper)} if problem.helper else {},
    )


def renamed(text: str, original: Original, name: str) -> str:
    """A text of the original with the new id, and with the new names of functions that are called after the old one.

    An id or a function that is one plain word stays where it stands in a text, which may mean the word; so do the
    operations of `graph` and what is taken out of a library (`functional.leaky_relu`), which are not the student's.
    """
    if kept := GRAPH.search(text):
        return renamed(text[: kept.start()], original, name) + kept[0] + renamed(text[kept.end() :], original, name)
    old, new = original.id.replace("-", "_"), name.replace("-", "_")
    names = {
        function: (new + function[len(old) :]).replace("_backward_backward", "_backward")
        for function in original.functions
        if _called_after(function, old)
    }
    if "-" in original.id:
        names[original.id] = name
    for before, after in names.items():
        text = re.sub(rf"(?<![\w.-]){re.escape(before)}(?![\w-])", after, text)
    return text.replace(f'"{original.id}: ', f'"{name}: ')


def _called_after(function: str, old: str) -> bool:
    return "_" in function and (function == old or function.startswith(f"{old}_"))


def _write(file: Path, text: str, mode: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(file, mode, encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise UserError("cannot-write", path=file, why=error.strerror) from None
