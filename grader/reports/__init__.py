"""Ways of writing a report out: each a function from Report to text. To add a form, write a file and one line."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from grader.words import Language

if TYPE_CHECKING:
    from grader.graded import Report


class Form(StrEnum):
    """The forms a report can be written in; each is a file here, with a function `render`."""

    terminal = "terminal"
    json = "json"
    github = "github"
    junit = "junit"
    gradescope = "gradescope"
    classroom50 = "classroom50"
    csv = "csv"
    html = "html"


def _render(form: Form, report: Report, language: Language) -> str:
    text: str = importlib.import_module(f"grader.reports.{form}").render(report, language)
    return text


FORMS: dict[str, Callable[[Report, Language], str]] = {
    form: functools.partial(_render, form) for form in Form if form is not Form.html
}
"""Those that need no more than the report; a page (`html.page`) shows the student's file and the statement as well.

A form is imported when it is written: a report at a terminal waits for no parser of XML.
"""
