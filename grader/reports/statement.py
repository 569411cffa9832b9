"""A problem to read at a terminal: statement, what to start from, worked cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.model import Case
from grader.problem import Problem
from grader.words import Language, say

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
BINARY_SIGN = re.compile(r" *([⊙×·≤≥≠=]) *")
NAMED_FUNCTION = re.compile(r"\b(ln|log|exp|max|min|tanh)(?=[A-Za-z_])")
LONG_GROUP = 3
"""From this length on, braces around an index or an exponent are kept: e^{o_ij}, but x_ij."""
CHINESE_LINE_BREAK = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])\n *(?=[\u3000-\u9fff\uff00-\uffef])"
    r"|(?<=[\u3001\u3002\uff0c\uff1a\uff1b\uff1f])\n *(?=[`$])"
)
"""Where a line ends and no space belongs: Chinese has none between words, nor behind its punctuation."""
PLAIN_WIDTH = 100


def show(problem: Problem, template: str, worked: Sequence[Case], language: Language) -> None:
    """Print it; formulas are written with the signs that a terminal has."""
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.syntax import Syntax

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PLAIN_WIDTH)
    points = say(language, "show-points", points=f"{problem.points:g}")
    aside = say(language, "aside", text=points)
    console.print(f"[bold]{problem.id}[/]  {problem.title.in_(language)}{aside}", markup=True)
    console.print()
    console.print(Markdown(in_signs(problem.statement.in_(language))))
    console.print()
    for line in conventions(problem, language, in_signs):
        console.print(line, markup=False)
    lecture = problem.lecture.in_(language)
    console.print(say(language, "show-lecture", lecture=lecture), style="dim", markup=False)
    console.print(f"\n[bold]{say(language, 'show-start')}[/]\n")
    console.print(Syntax(template.strip(), "python", background_color="default", word_wrap=True))
    for case in worked:
        console.print(f"\n[bold]{say(language, 'show-worked', name=case.name)}[/]")
        wanted = {name: case.want[name] for name in sorted(case.want, key=problem.call.find)}
        for key, values in (("show-given", case.inputs), ("show-wanted", wanted)):
            console.print(f"  {say(language, key)}", markup=False)
            for name, value in values.items():
                if name not in problem.inputs or not hasattr(problem.inputs[name], "size") or key == "show-wanted":
                    console.print(_assignment(name, value), markup=False)
    file = f"my_solution/{problem.module}/{problem.stem}.py"
    console.print("\n" + say(language, "show-next", file=file, id=problem.id), markup=False)


def conventions(problem: Problem, language: Language, shown: Callable[[str], str]) -> Iterator[str]:
    """What the statement takes for granted, a line each; `shown` is given what has formulas."""
    layout, reduction = (say(language, f"{k}-{getattr(problem, k)}") for k in ("layout", "reduction"))
    yield say(language, "show-layout", layout=layout, reduction=reduction)
    yield say(language, "show-packages", packages=problem.packages)
    if problem.at_kink:
        kink = shown(problem.at_kink.in_(language)).rstrip(".\u3002")
        yield say(language, "show-kink", at_kink=kink)
    if problem.backprop:
        yield say(language, "show-backprop")


def in_signs(text: str) -> str:
    """Markdown with its LaTeX formulas in Unicode signs, which a terminal can show; a $$formula$$ is a paragraph."""
    return with_signs(text, lambda shown: re.sub(r"([*_\[\]<>])", r"\\\1", shown))


def with_signs(text: str, escaped: Callable[[str], str] = str) -> str:
    """A text with its LaTeX formulas in Unicode signs, and these escaped as what they are put into needs it."""
    to_text = _latex_to_text()

    def signs(match: re.Match[str]) -> str:
        shown = escaped(BINARY_SIGN.sub(r" \1 ", to_text(match[1] or match[2]).strip()))
        return f"\n\n{shown}\n\n" if match[1] else shown

    return FORMULA.sub(signs, CHINESE_LINE_BREAK.sub("", text))


def _latex_to_text() -> Callable[[str], str]:
    """LaTeX to Unicode, with a fraction's parts in brackets where they are sums."""
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    def fraction(node: Any, l2tobj: Any) -> str:
        parts = ([*getattr(part, "nodelist", [part])] for part in node.nodeargd.argnlist)
        above, below = (_bracketed(l2tobj.nodelist_to_text(part)) for part in parts)
        return f"{above}/{below}"

    context = get_default_latex_context_db()
    context.add_context_category(
        "fractions",
        prepend=True,
        macros=[MacroTextSpec(name, simplify_repl=fraction) for name in ("frac", "tfrac", "dfrac")],
    )
    convert = LatexNodes2Text(
        math_mode="text",
        strict_latex_spaces=True,
        latex_context=context,
        keep_braced_groups=True,
        keep_braced_groups_minlen=LONG_GROUP,
    )
    return lambda formula: NAMED_FUNCTION.sub(r"\1 ", str(convert.latex_to_text(formula)))


def _bracketed(text: str) -> str:
    text = text.strip()
    return f"({text})" if re.search(r"[-+ =]|[^/]/[^/]", text) and not text.startswith("√(") else text


def _assignment(name: str, value: Any) -> str:
    """`name = value`, an array's rows below one another."""
    start = f"    {name} = "
    if isinstance(value, np.ndarray):
        shown = np.array2string(
            value + 0 if value.dtype.kind == "f" else value,
            precision=6,
            separator=", ",
            suppress_small=True,
            max_line_width=90,
        )
        return start + shown.replace("\n", "\n" + " " * len(start))
    return start + (f"{value:.6g}" if isinstance(value, float) else repr(value))
