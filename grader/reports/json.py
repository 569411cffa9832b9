"""The report as JSON, for programs; its `schema` number changes when a name does."""

from grader.model import Report
from grader.words import Language


def render(report: Report, language: Language) -> str:
    """The whole report; codes and parameters, so that it is the same in every language."""
    from pydantic import TypeAdapter

    return TypeAdapter(Report).dump_json(report, indent=2).decode()


def read(text: str) -> Report:
    """The report in a JSON text. Raises pydantic's ValidationError."""
    from pydantic import TypeAdapter

    return TypeAdapter(Report).validate_json(text)
