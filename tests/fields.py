"""The tables of docs/problem-files.md, made from the models of the files; run it to write them into the page."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.course_file import AssignmentFile, CourseFile, ModuleFile
from grader.parts import KINDS, InputSpec, Part, Shape, Text
from grader.problem import PLACED, AskedSpec, BugSpec, CaseSpec, EquivalentSpec, Limits, Problem, Worked
from grader.schema import said_of

PAGE = Path(__file__).parent.parent / "docs" / "problem-files.md"
MODELS: dict[str, type[Part]] = {
    "problem": Problem, "answer": AskedSpec, "worked": Worked, "case": CaseSpec, "bug": BugSpec,
    "equivalent": EquivalentSpec, "limits": Limits, "course": CourseFile, "module": ModuleFile,
    "assignment": AssignmentFile,
}  # fmt: skip
CALLED: dict[Any, str] = {
    str: "text", float: "number", int: "whole number", bool: "`true` or `false`", Any: "anything",
    Text: "text in `en` and `zh`",
    AskedSpec: "answer", Worked: "`upstream` and `local`", CaseSpec: "case", BugSpec: "bug", EquivalentSpec: "change",
    Limits: "limits", InputSpec: "input", ModuleFile: "module", AssignmentFile: "assignment",
}  # fmt: skip
BESIDE = {"given": "*any other*", "formulas": "*any other*"}
"""Fields that stand for all keys that are none of the model's own."""
BLOCK = re.compile(r"(<!-- fields of (\w+)[^>]*-->\n).*?(<!-- end -->)", re.DOTALL)


def page(text: str) -> str:
    """The page with every table as the models have it now."""
    return BLOCK.sub(lambda block: f"{block[1]}\n{table(block[2])}\n{block[3]}", text)


def table(name: str) -> str:
    """A table in Markdown: of a model, or of the kinds of inputs."""
    rows = [*_inputs()] if name == "inputs" else [*_fields(MODELS[name])]
    heads = (
        ("kind", "beside it", "what it is") if name == "inputs" else ("field", "what may stand there", "what it is for")
    )
    return "".join(f"| {' | '.join(row)} |\n" for row in (heads, ["---"] * 3, *rows))


def _fields(model: type[Part]) -> Iterator[tuple[str, str, str]]:
    said = said_of(model)
    model.model_rebuild()
    for name, field in model.model_fields.items():
        if model is Problem and name in PLACED:
            continue
        key = field.alias or name
        kind = typing.get_args(field.annotation)[1] if name in BESIDE else field.annotation
        allowed = f"{_called(kind)}{_bounds(field.metadata)}"
        needed = " (needed)" if field.is_required() else ""
        default = f"; else {_written(field.default)}" if field.default not in (None, [], {}) and not needed else ""
        yield BESIDE.get(name, f"`{key}`"), f"{allowed}{default}{needed}", said[key]


def _inputs() -> Iterator[tuple[str, str, str]]:
    for kind, model in KINDS.items():
        fields = [(key, rest) for key, *rest in _fields(model) if key != f"`{kind}`"]
        [own] = [allowed.removesuffix(" (needed)") for key, allowed, _ in _fields(model) if key == f"`{kind}`"]
        beside = ", ".join(f"{key}: {allowed}" for key, (allowed, _) in fields)
        yield f"`{kind}`: {own}", beside, " ".join((model.__doc__ or "").split())


def _called(kind: Any) -> str:
    """What a type is called on the page."""
    if kind == Shape:
        return "shape"
    if kind in CALLED:
        return CALLED[kind]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return " or ".join(f"`{each}`" for each in inner)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_called(each) for each in inner if each is not type(None))
    if origin is typing.Annotated:
        return _called(inner[0])
    if origin is list:
        return f"list of {_called(inner[0])}"
    if origin is dict:
        return f"{_called(inner[1])} by name"
    assert origin is tuple, kind
    return f"[{', '.join(_called(each) for each in inner)}]"


def _bounds(metadata: list[Any]) -> str:
    words = {"gt": " above {}", "ge": " from {}", "le": " to {}"}
    found = {name: getattr(each, name) for each in metadata for name in words if hasattr(each, name)}
    return "".join(words[name].format(value) for name, value in found.items())


def _written(value: Any) -> str:
    """A default as it would be written in a file."""
    if isinstance(value, Part):
        value = value.model_dump()
        return "`{" + ", ".join(f"{key}: {each}" for key, each in value.items()) + "}`"
    if isinstance(value, list):
        return f"`[{', '.join(value)}]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
