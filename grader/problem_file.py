"""A problem's file: read, held against its reference, and its faults told by their place."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ValidationError

from grader import cache, strict_yaml
from grader.errors import MISSPELT, UserError, did_you_mean, nearest
from grader.guest.wire import decode, encode
from grader.parts import KINDS, Text
from grader.problem import PLACED, AskedSpec, Limits, Problem
from grader.problem_faults import ProblemFault, faults
from grader.python_names import top_level

VERSION = "4"
"""Part of every cache key: raise it when the same file would be read as another problem."""


def read_problem(file: Path, reference: Path) -> Problem:
    """The problem in a YAML file, held against its reference.

    Raises UserError("problem-file"): one line, `file:line:column: field: what`.
    """
    text, reference_text = text_of(file), text_of(reference)
    kept = cache.key("problem", VERSION, file.parent.name, file.stem, text, reference_text)
    if frames := cache.load(kept):
        return Problem.model_validate_json(decode(frames[0]))
    try:
        document = strict_yaml.read(text)
    except strict_yaml.YamlError as error:
        raise UserError("problem-file", text=f"{file}:{error.line}:{error.column}: {error.what}") from None
    try:
        if not isinstance(document.value, dict):
            raise ProblemFault((), "a problem is a mapping of fields")
        for name, what in PLACED.items():
            if name in document.value:
                raise ProblemFault((name,), f"no such field: {what}")
        problem = Problem.model_validate({**document.value, "id": file.stem, "module": file.parent.name})
        names = _top_level(reference, reference_text)
        if problem.forward is not None and names.isdisjoint(problem.functions):
            problem = problem.model_copy(update={"forward_only": True})
            for name in problem.functions:
                if near := nearest(name, names, MISSPELT):
                    raise ProblemFault(
                        ("call",), f'"{name}": not in the reference, which has "{near}"; one is misspelt'
                    )
        for fault in faults(problem, names):
            raise fault
    except (ValidationError, ProblemFault) as error:
        raise located(file, document, error) from None
    cache.store(kept, [encode(problem.model_dump_json(by_alias=True))])
    return problem


def _top_level(file: Path, source: str) -> set[str]:
    """The names a module defines. Raises UserError where it is not Python."""
    try:
        return top_level(source)
    except SyntaxError as error:
        raise UserError("problem-file", text=f"{file}:{error.lineno}:{error.offset}: not Python: {error.msg}") from None


def located(
    file: Path,
    document: strict_yaml.Document,
    error: ValidationError | ProblemFault,
    model: type[BaseModel] | None = None,
) -> UserError:
    """A fault of a file of this model (a problem's, if none is given) as one line: where, in which field, and what."""
    path, what = (error.path, error.what) if isinstance(error, ProblemFault) else _first_error(error, model or Problem)
    found, line, column = document.place(path)
    field = ".".join(str(step) for step in found)
    return UserError("problem-file", text=f"{file}:{line}:{column}: {field + ': ' if field else ''}{what}")


def _first_error(error: ValidationError, model: type[BaseModel]) -> tuple[strict_yaml.Path, str]:
    """The path and the words of a validation error; unknown fields first, since they explain missing ones."""
    errors = sorted(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
    first = errors[0]
    path = first["loc"]
    if first["type"] == "extra_forbidden":
        return path, f"no such field.{did_you_mean(str(path[-1]), _fields_beside(path, model))}"
    if first["type"] == "missing":
        return path, f'"{path[-1]}" is missing'
    said = first["msg"].removeprefix("Value error, ")
    return path, said[0].lower() + said[1:]


def _fields_beside(path: strict_yaml.Path, model: type[BaseModel]) -> set[str]:
    """The fields that might have been meant at a path."""
    models: list[type[BaseModel]] = [Text]
    match path:
        case (_,):
            models = [model]
        case ("answers", *_):
            models = [AskedSpec]
        case ("limits", *_):
            models = [Limits]
        case ("inputs" | "cases" | "speed", *_):
            models = [KINDS[step] for step in path[-2:-1] if step in KINDS]
    fields = {field.alias or name for model in models for name, field in model.model_fields.items()}
    return fields - {*PLACED}


def text_of(file: Path) -> str:
    """The text of a file that a course needs. Raises UserError where it is not there, or not UTF-8."""
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError(
            "problem-file", text=f"{file}: no such file; a problem has a YAML file and a reference"
        ) from None
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode()) + 1
        raise UserError("problem-file", text=f"{file}:{line}:{column}: not UTF-8") from None
