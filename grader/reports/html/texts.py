"""Texts of a page: Markdown with formulas, sentences with code in them, and Python with its lines marked."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from grader.cleaning import cleaned
from grader.diagnosis.lines import LINE_ENDS
from grader.excerpt import Place
from grader.frozen import frozen
from grader.reports.statement import CHINESE_LINE_BREAK
from grader.submission import StudentFile

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


@frozen
class Line:
    """One line of a file, highlighted."""

    place: str
    """Its number, after that of its cell in a notebook."""
    text: Markup
    accused: bool


def source_lines(file: StudentFile, accused: Collection[Place]) -> tuple[list[Line], int]:
    """The lines of a student's file, or of a long one those around the first that is accused; how many are left out."""
    lines = LINE_ENDS.split(file.source.rstrip())
    places = file.places or [(None, number) for number in range(1, len(lines) + 1)]
    first_accused = next((i for i, place in enumerate(places) if place in accused), 0)
    first = max(0, first_accused - BEFORE) if len(lines) > LINES_MOST else 0
    chosen = slice(first, first + LINES_MOST)
    texts = _highlighted([cleaned(line.expandtabs(4), most=COLUMNS_MOST).rstrip() for line in lines[chosen]])
    shown = [
        Line(str(line) if cell is None else f"{cell}:{line}", text, (cell, line) in accused)
        for (cell, line), text in zip(places[chosen], texts, strict=False)
    ]
    return shown, len(lines) - len(shown)


def _highlighted(lines: list[str]) -> Iterator[Markup]:
    """Each line by itself, coloured by what Python would read in it; a text over several lines is coloured in each."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    text = highlight("\n".join(lines), PythonLexer(stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True))
    yield from map(Markup, text.removesuffix("\n").split("\n"))
