"""Texts of a page: Markdown with formulas, sentences with code in them, and Python with its lines marked."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from grader.cleaning import cleaned
from grader.diagnosis.lines import LINE_ENDS
from grader.reports.statement import CHINESE_LINE_BREAK

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CODE = re.compile("`([^`]+)`")
LINES_MOST = 400
"""Of a file, so many lines are shown: those around the first one to mend."""
BEFORE = 100
COLUMNS_MOST = 400


def markdown(text: str, formula: str) -> Markup:
    """Paragraphs and lists, with $formulas$ as MathML; HTML in it is text. A $$formula$$ scrolls, called `formula`."""
    return Markup(_markdown().render(CHINESE_LINE_BREAK.sub("", text), {"formula": formula}))


def inline(text: str) -> Markup:
    """One line of the same."""
    return Markup(_markdown().renderInline(CHINESE_LINE_BREAK.sub("", text)))


def sentence(text: str) -> Markup:
    """A sentence of ours, whatever text of the student's is in it, with `code` set as such."""
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(cleaned(text, most=len(text))))))


@functools.cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(dollarmath_plugin, allow_labels=False, double_inline=True, renderer=_formula)
    for kind in ("math_block", "math_inline_double"):
        parser.add_render_rule(kind, _displayed)
    return parser


def _displayed(
    renderer: Any, tokens: Sequence[Token], i: int, options: Mapping[str, Any], environment: Mapping[str, Any]
) -> str:
    """A formula on a line of its own, in a box that scrolls where it is too wide."""
    box = Markup('<span class="scroll formula" role="group" tabindex="0" aria-label="{}">{}</span>\n')
    return box.format(environment["formula"], Markup(_formula(tokens[i].content, {"display_mode": True})))


def _formula(latex: str, options: Mapping[str, Any]) -> str:
    """MathML; a formula that is none stands there as it was written."""
    from math_core import LatexError, LatexToMathML

    try:
        return LatexToMathML().convert_with_local_state(latex, displaystyle=bool(options["display_mode"]))
    except LatexError:
        return str(escape(latex))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, highlighted."""

    number: int
    text: Markup
    accused: bool


def source_lines(source: str, accused: Collection[int]) -> list[Line]:
    """The lines of a student's file, or of a long one those around the first that is accused."""
    lines = LINE_ENDS.split(source.rstrip())
    first = max(0, min(accused, default=1) - 1 - BEFORE) if len(lines) > LINES_MOST else 0
    shown = [cleaned(line.expandtabs(4), most=COLUMNS_MOST).rstrip() for line in lines[first : first + LINES_MOST]]
    return [Line(i, text, i in accused) for i, text in enumerate(_highlighted(shown), first + 1)]


def _highlighted(lines: list[str]) -> Iterator[Markup]:
    """Each line by itself, coloured by what Python would read in it; a text over several lines is coloured in each."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    text = highlight("\n".join(lines), PythonLexer(stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True))
    yield from map(Markup, text.removesuffix("\n").split("\n"))
