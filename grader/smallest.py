"""The smallest input of a problem's ladder that shows a mistake, with what a student needs to check it by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from grader.checks import checked
from grader.cleaning import cleaned
from grader.diagnosis.lines import line_making
from grader.model import Answer, Asked, Case, Cost, Finding, Prepared, Smallest, Term
from grader.plain import plain_data, plain_inputs
from grader.programs import by_name, question
from grader.sandbox.conversation import Conversation

TERMS_MOST = 8
"""Longer sums are not worked out."""
SOURCE_MOST = 100_000
"""Characters of a file in which the line that makes an answer is looked for."""
LINE_ENDS = re.compile("\r\n|\r|\n")
"""What ends a line for Python's parser; `str.splitlines` knows more."""

Settle = Callable[[Case, Answer], Case]
"""The case with the wanted answers that an answer is to be held against."""


def climb(problem: Prepared, ladder: Sequence[Case], guest: Conversation) -> list[tuple[Case, Answer]]:
    """What a student's file answers on every rung."""
    questions = [question(rung, problem.calls, again=False) for rung in ladder]
    return [(rung, by_name(problem, answer)) for rung, answer in zip(ladder, guest.ask_further(questions), strict=True)]


def smallest(
    name: str, asked: Asked, pairs: Sequence[tuple[Case, Answer]], settle: Settle, source: str
) -> Smallest | None:
    """The first rung on which an answer is wrong, with how the right value is worked out; None where it never is."""
    for rung, answer in pairs:
        settled = settle(rung, answer)
        for finding in checked(name, settled, answer, optional=asked.optional):
            if finding.cost is not Cost.NOTHING and finding.check != "repeat":
                return _shown(name, asked.part_of, settled, answer, finding, source)
    return None


def _shown(name: str, part_of: str | None, rung: Case, answer: Answer, finding: Finding, source: str) -> Smallest:
    lines = LINE_ENDS.split(source)
    said = finding.params.get("line")  # by a guest, which may say any number
    line = said if said and 0 < said <= len(lines) else _line(name, part_of, rung.call, source)
    return Smallest(
        answer=name,
        part_of=part_of,
        inputs=plain_inputs(rung.inputs),
        call=rung.call,
        finding=finding,
        want=plain_data(rung.want[name]),
        got=plain_data(answer.values[name]) if name in answer.values else None,
        worked=_terms(name, rung, finding),
        line=line,
        source=cleaned(lines[line - 1].strip()) if line else "",
    )


def _line(name: str, part_of: str | None, call: str, source: str) -> int | None:
    """The line that makes an answer, of a file that a guest has loaded: one that Python can read, there if not here."""
    if len(source) > SOURCE_MOST:
        return None
    try:
        return line_making(name, part_of, call, source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # nested so deep that the host's own depth counts
        return None


def _terms(name: str, rung: Case, finding: Finding) -> list[Term]:
    """What is multiplied, and added up, to the right value of the entry that a finding is about."""
    if name not in rung.worked or "index" not in finding.params or finding.params["path"]:
        return []
    upstream, local = np.broadcast_arrays(*map(np.asarray, rung.worked[name]))
    entry = (..., *finding.params["index"])
    pairs = zip(upstream[entry].ravel(), local[entry].ravel(), strict=True)
    terms = [Term(float(one), float(other)) for one, other in pairs]
    return terms if len(terms) <= TERMS_MOST else []
