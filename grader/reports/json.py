"""The report as JSON, for programs; its `schema` number changes when a name does."""

from grader.model import Report
from grader.words import Language


def render(report: Report, language: Language) -> str:
    """The whole report; codes and parameters, so that it is the same in every language."""
    from pydantic import ConfigDict, TypeAdapter

    adapter = TypeAdapter(Report, config=ConfigDict(ser_json_inf_nan="strings"))
    return adapter.dump_json(report, indent=2).decode()


def read(text: str) -> Report:
    """The report in a JSON text. Raises pydantic's ValidationError."""
    from pydantic import TypeAdapter

    return TypeAdapter(Report).validate_json(text)
