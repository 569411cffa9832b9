"""Ways of writing a report out: each a function from Report to text. To add a form, write a file and one line."""

from collections.abc import Callable

from grader.model import Report
from grader.reports import json, terminal
from grader.words import Language

FORMS: dict[str, Callable[[Report, Language], str]] = {"terminal": terminal.render, "json": json.render}
