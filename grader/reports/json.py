"""The report as JSON, for programs; its `schema` number changes when a name does."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

from grader.cleaning import COMMAND
from grader.model import Report
from grader.words import Language


def render(report: Report, language: Language) -> str:
    """The whole report; codes and parameters, so that it is the same in every language."""
    text = json.dumps(_plain(dataclasses.asdict(report)), ensure_ascii=False, indent=2)
    return without_commands(text)


def without_commands(text: str) -> str:
    """The same values, where a path that is handed in looks like a command to a CI."""
    return COMMAND.sub(r"\\u0023", text)


def read(text: str) -> Report:
    """The report in a JSON text. Raises pydantic's ValidationError where it is none."""
    from pydantic import TypeAdapter

    return TypeAdapter(Report).validate_json(text)


def _plain(value: Any) -> Any:
    """The same with "nan" and "inf" for the numbers that JSON does not have."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
