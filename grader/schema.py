"""What editors and readers are told of a problem file: its JSON Schema, and what each field is for."""

from __future__ import annotations

import ast
import functools
import sys
from pathlib import Path
from typing import Any

from grader.parts import Part
from grader.problem import PLACED, Problem


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a problem file, for editors and other readers.

    What the models take in other forms than they keep is put back: a bare number or list is an input, and a case
    gives inputs beside its own keys, a bug answers.
    """
    schema = Problem.model_json_schema(by_alias=True)
    models = {model.__name__: model for model in _models(Part)}
    for name, part in [(Problem.__name__, schema), *schema["$defs"].items()]:
        for field, said in said_of(models[name]).items():
            part["properties"][field]["description"] = said
    for name in PLACED:
        del schema["properties"][name]
    schema["required"] = [name for name in schema["required"] if name not in PLACED]
    beside = {"CaseSpec": "given", "BugSpec": "formulas"}
    for name, field in beside.items():
        part = schema["$defs"][name]
        part["additionalProperties"] = part["properties"].pop(field)["additionalProperties"]
    given = schema["$defs"]["CaseSpec"]["additionalProperties"]
    schema["$defs"]["Input"] = {"anyOf": [{"type": "number"}, {"type": "array"}, dict(given)]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_with_bare_values(schema, given)}


def said_of(model: type[Part]) -> dict[str, str]:
    """The text below each field of a model in its source, by the name that a file has for the field.

    Pydantic could read it too, whenever a problem is read, and that would take a fifth longer.
    """
    said: dict[str, str] = {}
    for parent in reversed(model.__mro__):
        if issubclass(parent, Part):
            said |= _docstrings(parent.__module__)[parent.__name__]
    names = {name: field.alias or name for name, field in model.model_fields.items()}
    return {names[name]: " ".join(text.split()) for name, text in said.items() if name in names}


@functools.cache
def _docstrings(module: str) -> dict[str, dict[str, str]]:
    """By class of a module, the text below each of its fields."""
    file = sys.modules[module].__file__
    assert file is not None
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(Path(file).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = {
                field.target.id: str(below.value.value)
                for field, below in zip(node.body, node.body[1:], strict=False)
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
                if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
            }
    return found


def _models(model: type[Part]) -> list[type[Part]]:
    return [model, *(below for each in model.__subclasses__() for below in _models(each))]


def _with_bare_values(node: Any, spec: dict[str, Any]) -> Any:
    """A schema in which every input spec may also be written as a bare number or list."""
    if node == spec:
        return {"$ref": "#/$defs/Input"}
    if isinstance(node, dict):
        return {key: value if key == "Input" else _with_bare_values(value, spec) for key, value in node.items()}
    return [_with_bare_values(item, spec) for item in node] if isinstance(node, list) else node
