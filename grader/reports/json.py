"""The report as JSON, for programs; its `schema` number changes when a name does."""

from grader.model import Report
from grader.words import Language


def render(report: Report, language: Language) -> str:
    """The whole report; codes and parameters, so that it is the same in every language."""
    return report.model_dump_json(by_alias=True, indent=2)
