"""The report as JSON, for programs; its `schema` number changes when a name does."""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import threading
from typing import TYPE_CHECKING, Any

from grader.cleaning import COMMAND
from grader.graded import Report
from grader.words import Language

if TYPE_CHECKING:
    from pydantic import TypeAdapter

BUILDING = threading.Lock()
"""What checks a report parses signatures while it is built; Python 3.11 may fail where two threads do that at once."""


def render(report: Report, language: Language) -> str:
    """The whole report; codes and parameters, so that it is the same in every language."""
    text = json.dumps(_plain(dataclasses.asdict(report)), ensure_ascii=False, indent=2)
    return without_commands(text)


def without_commands(text: str) -> str:
    """The same values, where a path that is handed in looks like a command to a CI."""
    return COMMAND.sub(r"\\u0023", text)


def read(text: str) -> Report:
    """The report in a JSON text. Raises pydantic's ValidationError where it is none."""
    with BUILDING:
        adapter = _adapter()
    return adapter.validate_json(text)


@functools.cache
def _adapter() -> TypeAdapter[Report]:
    from pydantic import TypeAdapter

    return TypeAdapter(Report)


def _plain(value: Any) -> Any:
    """The same with "nan" and "inf" for the numbers that JSON does not have."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
