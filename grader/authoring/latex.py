"""Does the LaTeX of a statement render."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader import strict_yaml
from grader.authoring.candidate import Candidate, Fault
from grader.parts import Text
from grader.problem_file import text_of
from grader.words import Language

FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
CODE = re.compile(r"`[^`]*`")


def renders(candidate: Candidate) -> Iterator[Fault]:
    """Every formula of the texts is LaTeX that can be shown in a browser, and every `$` has its other one."""
    file = candidate.course.statement(candidate.ready.id)
    text = text_of(file)
    document = strict_yaml.read(text)
    problem = candidate.problem
    fields: list[tuple[strict_yaml.Path, Text | None]] = [
        *(((name,), getattr(problem, name)) for name in ("statement", "at_kink", "after")),
        *((("hints", i), hint) for i, hint in enumerate(problem.hints)),
    ]
    for field, both in fields:
        if both is None:
            continue
        for language in Language:
            path: strict_yaml.Path = (*field, language.value)
            _, line, column = document.place(path)
            for formula, at, what in _faults(both.in_(language)):
                place = _place(text, line, formula, at) or (line, column)
                yield Fault(path, "fault-latex", {"what": what}, at=(file, *place, ".".join(map(str, path))))


def _faults(text: str) -> Iterator[tuple[str, int, str]]:
    """The formulas that cannot be shown: each with where in it, and what is wrong."""
    from math_core import LatexError, LatexToMathML

    converter = LatexToMathML(fancy_error=False)
    text = CODE.sub(lambda code: " " * len(code[0]), text)
    for match in FORMULA.finditer(text):
        formula = match[1] or match[2]
        try:
            converter.convert_with_local_state(formula, displaystyle=bool(match[1]))
        except LatexError as error:
            at, _, what = str(error).partition(": ")
            yield match[0], int(at) + match[0].index(formula), f"{what.rstrip('.')} in {match[0]}"
    rest = FORMULA.sub(lambda formula: " " * len(formula[0]), text)
    if "$" in rest:
        yield rest[rest.index("$") :].partition("\n")[0], 0, "a $ without its other one"


def _place(text: str, line: int, formula: str, at: int) -> tuple[int, int] | None:
    """Line and column in the file of a place in a formula that stands there, from some line on, on one line."""
    for number, content in enumerate(text.splitlines()[line - 1 :], line):
        if (found := content.find(formula)) >= 0:
            return number, found + at + 1
    return None
