"""The report as a page: one file for a browser, without scripts, that loads nothing and prints well.

Text of the student's is never markup: whatever is put into the template is escaped there, but for what a lexer of
Python, a parser of Markdown and one of LaTeX have escaped. Nothing is computed that tells more than the report does.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.cleaning import cleaned
from grader.course import Course
from grader.graded import Report
from grader.model import Verdict
from grader.reports import accusations, picture
from grader.reports.html.shown import Shown
from grader.reports.html.texts import sentence
from grader.reports.html.values import grid, number_text, signed
from grader.reports.sentences import left_out
from grader.submission import Submission
from grader.words import Language, say

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
LANG = {Language.en: "en", Language.zh: "zh-Hans"}
"""As browsers know the languages: they choose fonts and break lines by it."""


def page(report: Report, language: Language, course: Course, submission: Submission) -> str:
    """The report of a submission to a course, as HTML; the same bytes for the same report."""
    style = (HERE / "report.css").read_text(encoding="utf-8")
    text = (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            shown=Shown(report, language, course, submission),
            language=language,
            lang=LANG[language],
            say=functools.partial(say, language),
            course=course.title[language],
            path=cleaned(report.submission.path),
            headline=accusations.headline(report, language),
            passed=accusations.is_passed(report),
            left_out_cells=[left_out(cell, language) for cell in report.submission.left_out],
            speed_lines=accusations.speed_lines(report, language),
            isolation_line=accusations.isolation_line(report, language),
            style=Markup(style),
            style_hashes=[_hash(style), _hash(picture.STYLE)],
        )
    )
    return text.lstrip()


def _hash(style: str) -> str:
    """What a policy allows a style sheet by."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {
        "certain_mistakes": accusations.certain_mistakes,
        "entry_of": accusations.entry_of,
        "grid_of": grid,
        "mark_of": accusations.mark,
        "Verdict": Verdict,
    }
    environment.filters |= {
        "cleaned": cleaned,
        "number": accusations.number,
        "sentence": sentence,
        "signed": signed,
        "value": number_text,
    }
    return environment
